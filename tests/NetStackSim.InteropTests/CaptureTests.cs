using NetStackSim.InteropTests.Support;

namespace NetStackSim.InteropTests;

/// <summary>tshark on what the tool wrote and on what the kernel saw.</summary>
public sealed class CaptureTests
{
    private const int Download = 4_000_000;

    [InteropTheory]
    [MemberData(nameof(Matrix.All), MemberType = typeof(Matrix))]
    public async Task Captures_OfEverything_AreCleanOnBothSides(Frames frames, Loss loss)
    {
        using Lab lab = new(frames, loss, capture: true);
        using KernelCapture kernel = new(lab);
        await Traffic(lab);
        kernel.Stop();
        lab.StopClean();
        Check(lab.CaptureFile, checksums: true);

        // With a vnet header neither side fills in checksums that the other may leave out: what crosses the device is not what a wire would carry.
        Check(kernel.File, checksums: frames == Frames.Plain);
        if (loss == Loss.None)
        {
            // Retransmissions are no fault here: on a busy machine the kernel's probe timer may fire before this process gets the processor.
            Tshark.AssertNone(lab.CaptureFile, "tcp.analysis.ack_lost_segment");
        }
    }

    private static async Task Traffic(Lab lab)
    {
        byte[] data = new byte[1_000_000];
        new Random(3).NextBytes(data);
        foreach (string address in Lab.BothAddresses)
        {
            lab.Space.Run("ping", ["-n", "-c", "5", "-i", "0.01", "-W", "1", "-s", "60000", address]);
            Pattern.Fetch(lab.Space, address, Download, TimeSpan.FromSeconds(60));
            Assert.Equal(data, await lab.Space.Run(() => KernelClient.Exchange(address, 7, data, 60)));
            lab.Space.Run("curl", ["-s", "-g", Pattern.Url(address, 1).Replace("/bytes", ":81/bytes", StringComparison.Ordinal)]);
        }
    }

    private static void Check(string file, bool checksums)
    {
        Assert.True(Tshark.Count(file, "icmp.type == 0 || icmpv6.type == 129") > 0, "No answered ping is in the capture.");
        Assert.True(Tshark.Count(file, "tcp.len > 0") > 1000 || !checksums, "Hardly any data is in the capture.");
        Tshark.AssertNone(file, Tshark.Malformed, checksums);
        if (checksums)
        {
            Tshark.AssertNone(file, Tshark.BadChecksum);
            Assert.True(Tshark.Count(file, "tcp.checksum.status == Good && ip.checksum.status == Good") > 500);
            Assert.True(Tshark.Count(file, "tcp.checksum.status == Good && ipv6") > 500);
        }
    }
}
