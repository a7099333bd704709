namespace NetStackSim.Cli.Ndiskd;

/// <summary>A box of a drawing.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Upper edge.</param>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
internal readonly record struct StackBox(int X, int Y, int Width, int Height)
{
    /// <summary>The right edge.</summary>
    public int Right => X + Width;

    /// <summary>The lower edge.</summary>
    public int Bottom => Y + Height;

    /// <summary>The middle between left and right.</summary>
    public int Middle => X + (Width / 2);
}
