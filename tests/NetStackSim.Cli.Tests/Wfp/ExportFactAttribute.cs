namespace NetStackSim.Cli.Tests.Wfp;

/// <summary>A test that needs the exports of real machines.</summary>
internal sealed class ExportFactAttribute : FactAttribute
{
    public ExportFactAttribute()
    {
        if (ExportData.Folder is null)
        {
            Skip = "needs the exports: set NETSTACKSIM_DATA to the folder that holds wfp-exports";
        }
    }
}
