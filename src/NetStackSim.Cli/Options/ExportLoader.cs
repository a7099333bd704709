using NetStackSim.Wfp;

namespace NetStackSim.Cli.Options;

/// <summary>Reads exports of <c>netsh wfp</c>; what is wrong in one ends the command with line and element.</summary>
internal static class ExportLoader
{
    /// <summary>Reads an export, plain or gzip.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="ToolException">It is missing, or not an export.</exception>
    public static WfpExport Read(FileInfo file)
    {
        using FileStream stream = InputFile.Open(file);
        try
        {
            return WfpExport.TryRead(stream, out WfpExport? export, out PolicyError? error)
                ? export
                : throw new ToolException(ExitCode.InputRefused, $"{file.Name}: {error}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCode.WrongUsage, $"'{file.Name}' cannot be read: {exception.Message}");
        }
    }

    /// <summary>Reads a state, which gives the fields of the layers.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="ToolException">It is missing, not an export, or a list of filters.</exception>
    public static WfpExport ReadState(FileInfo file)
    {
        WfpExport export = Read(file);
        return export.Catalog is not null
            ? export
            : throw new ToolException(ExitCode.InputRefused, $"{file.Name}: line 1, <wfpdiag>: a list of filters has no layers; take the file of 'netsh wfp show state'.");
    }
}
