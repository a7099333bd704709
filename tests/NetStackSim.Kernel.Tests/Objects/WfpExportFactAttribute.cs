namespace NetStackSim.Kernel.Tests;

/// <summary>A fact about the real <c>netsh wfp</c> exports, which are not part of the repository.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WfpExportFactAttribute : FactAttribute
{
    public WfpExportFactAttribute()
    {
        if (Folder is null)
        {
            Skip = "the folder ../shared/data/wfp-exports is not beside the project's root";
        }
    }

    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string folder = Path.Combine(at.FullName, "shared", "data", "wfp-exports");
            if (Directory.Exists(folder))
            {
                return folder;
            }
        }

        return null;
    }
}
