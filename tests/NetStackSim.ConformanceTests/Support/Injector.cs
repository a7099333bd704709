using NetStackSim.Nic;

namespace NetStackSim.ConformanceTests.Support;

/// <summary>Puts frames of the test into a card, as if they came off the cable, and lets the host work until nothing is due at this instant.</summary>
internal sealed class Injector(SimNetwork network, VirtualNic nic)
{
    public void Send(ReadOnlySpan<byte> bytes)
    {
        Put(bytes);
        Settle();
    }

    /// <summary>Puts a frame on the cable without letting the host work.</summary>
    public void Put(ReadOnlySpan<byte> bytes)
    {
        if (!network.Wire.Frames.TryRent(bytes.Length, out Frame? frame))
        {
            throw new InvalidOperationException($"No frame of {bytes.Length} bytes.");
        }

        bytes.CopyTo(frame.Data);
        FrameChain chain = new(frame);
        nic.Receive(ref chain);
    }

    /// <summary>Everything that is due now happens.</summary>
    public void Settle() => network.Loop.RunUntil(network.NowNs);
}
