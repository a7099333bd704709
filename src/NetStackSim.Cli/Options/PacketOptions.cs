using System.CommandLine;
using System.CommandLine.Parsing;
using NetStackSim.Cli.Replay;
using NetStackSim.Packets.Capture;

namespace NetStackSim.Cli.Options;

/// <summary>Options that say which packet of a capture is meant.</summary>
internal sealed class PacketOptions
{
    private readonly Option<FileInfo?> _pcap = CommonOptions.Pcap("Explain a packet of this capture (pcap or pcapng, Ethernet or raw IP) instead of a connection.");
    private readonly Option<long> _frame = new("--frame") { Description = "The number of the packet in the capture, from 1.", HelpName = "N", DefaultValueFactory = static _ => 1 };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        _frame.Validators.Add(static option =>
        {
            if (option.GetValueOrDefault<long>() < 1)
            {
                option.AddError("--frame: packets are counted from 1.");
            }
        });
        command.Add(_pcap);
        command.Add(_frame);
    }

    /// <summary>True when a capture is given.</summary>
    public bool IsGiven(CommandResult result) => result.GetResult(_pcap) is not null;

    /// <summary>The packet; null when no capture is given.</summary>
    /// <exception cref="ToolException">The capture is missing, broken, or has no such packet.</exception>
    public CapturedPacket? Read(ParseResult result)
    {
        if (result.GetValue(_pcap) is not { } file)
        {
            return null;
        }

        long wanted = result.GetValue(_frame);
        long number = 0;
        CapturedPacket? found = null;
        CaptureFile.Read(file, (packet, _) => found = ++number == wanted ? packet : found);
        return found ?? throw new ToolException(ExitCode.InputRefused, $"{file.Name}: there is no frame {wanted}; the capture has {number}.");
    }
}
