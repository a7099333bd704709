namespace NetStackSim.Cli.Options;

/// <summary>Opens files that a command reads, with the tool's exit codes for what goes wrong.</summary>
internal static class InputFile
{
    /// <summary>Reads a whole file.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="ToolException">It is missing or may not be read.</exception>
    public static byte[] Read(FileInfo file)
    {
        using FileStream stream = Open(file);
        using MemoryStream content = new();
        stream.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>Opens a file.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="ToolException">It is missing or may not be read.</exception>
    public static FileStream Open(FileInfo file)
    {
        try
        {
            return file.OpenRead();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ToolException(ExitCode.WrongUsage, $"There is no file '{file.Name}'.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCode.WrongUsage, $"'{file.Name}' cannot be read: {exception.Message}");
        }
    }
}
