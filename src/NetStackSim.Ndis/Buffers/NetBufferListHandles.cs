namespace NetStackSim.Ndis;

/// <summary>The references of a list that the data path rarely looks at, kept together behind the hot fields.</summary>
internal struct NetBufferListHandles
{
    /// <summary>ProtocolReserved[0..3]: the originating protocol.</summary>
    public object? Protocol0;

    /// <inheritdoc cref="Protocol0"/>
    public object? Protocol1;

    /// <inheritdoc cref="Protocol0"/>
    public object? Protocol2;

    /// <inheritdoc cref="Protocol0"/>
    public object? Protocol3;

    /// <summary>MiniportReserved[0..1]: the miniport while it owns the list.</summary>
    public object? Miniport0;

    /// <inheritdoc cref="Miniport0"/>
    public object? Miniport1;

    /// <summary>The list this one was derived from.</summary>
    public NetBufferList? Parent;

    /// <summary>Top of the context stack.</summary>
    public NetBufferListContext? Context;

    /// <summary>Object-valued out-of-band slots.</summary>
    public InfoObjects? Objects;

    /// <summary>Who had the list and when (verifier).</summary>
    public OwnershipTrail? Trail;
}
