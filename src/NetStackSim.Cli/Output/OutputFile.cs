namespace NetStackSim.Cli.Output;

/// <summary>Opens files that a command writes, with the tool's exit codes for what goes wrong.</summary>
internal static class OutputFile
{
    /// <summary>Makes or empties a file.</summary>
    /// <param name="path">Where.</param>
    /// <exception cref="ToolException">The directory is missing, or may not be written.</exception>
    public static FileStream Create(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        }
        catch (DirectoryNotFoundException)
        {
            throw new ToolException(ExitCode.WrongUsage, $"'{path}' cannot be written: make its directory first.");
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new ToolException(ExitCode.MachineLacks, $"'{path}' cannot be written ({exception.Message}): run where you may write, or name another file.");
        }
    }

    /// <summary>Writes a whole file.</summary>
    /// <param name="path">Where.</param>
    /// <param name="content">What.</param>
    /// <exception cref="ToolException">The directory is missing, or may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        using FileStream stream = Create(path);
        stream.Write(content);
    }
}
