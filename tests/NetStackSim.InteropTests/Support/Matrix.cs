namespace NetStackSim.InteropTests.Support;

/// <summary>Every combination that the transfers run in.</summary>
public static class Matrix
{
    /// <summary>Both kinds of frames with each kind of loss.</summary>
    public static TheoryData<Frames, Loss> All
    {
        get
        {
            TheoryData<Frames, Loss> data = [];
            foreach (Frames frames in Enum.GetValues<Frames>())
            {
                foreach (Loss loss in Enum.GetValues<Loss>())
                {
                    data.Add(frames, loss);
                }
            }

            return data;
        }
    }

    /// <summary>True for the sizes that take minutes under loss (NETSTACKSIM_FULL=1).</summary>
    internal static bool Full => Environment.GetEnvironmentVariable("NETSTACKSIM_FULL") == "1";

    /// <summary>The whole size without loss or in a full run, a smaller one else.</summary>
    internal static int Size(Loss loss, int whole, int lossy) => loss == Loss.None || Full ? whole : lossy;
}
