using NetStackSim.Cli.Options;
using NetStackSim.Packets.Capture;

namespace NetStackSim.Cli.Replay;

/// <summary>Reads captures for a command: what is wrong in one ends the command with frame and byte.</summary>
internal static class CaptureFile
{
    /// <summary>Calls back for every frame.</summary>
    /// <param name="file">The capture.</param>
    /// <param name="onFrame">Gets the frame and the bytes read so far.</param>
    /// <exception cref="ToolException">It is missing, broken, or of a kind that no Ethernet card receives.</exception>
    public static void Read(FileInfo file, Action<CapturedPacket, long> onFrame)
    {
        long number = 0;
        try
        {
            using FileStream stream = InputFile.Open(file);
            IAsyncEnumerator<CapturedPacket> packets = CaptureReader.FromStream(stream).ReadAllAsync().GetAsyncEnumerator();
            while (packets.MoveNextAsync().AsTask().GetAwaiter().GetResult())
            {
                number++;
                Check(file, packets.Current, number);
                onFrame(packets.Current, stream.Position);
            }
        }
        catch (CaptureFormatException exception)
        {
            throw new ToolException(ExitCode.InputRefused, $"{file.Name}: frame {number + 1}, byte {exception.Offset}: {exception.Problem}");
        }
    }

    private static void Check(FileInfo file, CapturedPacket packet, long number)
    {
        LinkType type = packet.Interface.LinkType;
        if (type is not (LinkType.Ethernet or LinkType.RawIP or LinkType.IPv4 or LinkType.IPv6))
        {
            throw new ToolException(
                ExitCode.InputRefused,
                $"{file.Name}: frame {number}, interface {packet.Interface.Id}: link type {(int)type} ({type}) is not Ethernet or raw IP; capture on an Ethernet interface.");
        }
    }
}
