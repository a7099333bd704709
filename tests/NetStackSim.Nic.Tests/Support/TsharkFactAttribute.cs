namespace NetStackSim.Nic.Tests;

/// <summary>A fact that needs tshark on the path and is skipped, with that reason, without it.</summary>
public sealed class TsharkFactAttribute : FactAttribute
{
    public TsharkFactAttribute()
    {
        if (Tshark.Path is null)
        {
            Skip = "tshark is not installed; install the package 'tshark' to check written captures with it.";
        }
    }
}
