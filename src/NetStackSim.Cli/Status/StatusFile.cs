namespace NetStackSim.Cli.Status;

/// <summary>A file that other programs poll: always whole, because each version is written beside it and renamed over it.</summary>
internal sealed class StatusFile
{
    private readonly string _path;
    private readonly string _temporary;

    /// <summary>Prepares the file; nothing is written yet.</summary>
    /// <param name="path">Where it goes.</param>
    public StatusFile(string path)
    {
        _path = path;
        _temporary = path + ".tmp";
    }

    /// <summary>Replaces the file.</summary>
    /// <param name="snapshot">What it says.</param>
    /// <exception cref="ToolException">The place cannot be written.</exception>
    public void Write(StatusSnapshot snapshot)
    {
        try
        {
            File.WriteAllBytes(_temporary, snapshot.ToJson());
            File.Move(_temporary, _path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCode.MachineLacks, $"The status file '{_path}' cannot be written ({exception.Message}): name a place where you may write.");
        }
    }
}
