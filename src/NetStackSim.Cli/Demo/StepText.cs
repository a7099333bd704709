using System.Globalization;
using NetStackSim.Kernel;
using NetStackSim.Simulation;
using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace NetStackSim.Cli.Demo;

/// <summary>Words for the stations of a journey.</summary>
internal static class StepText
{
    /// <summary>True for stations outside of hosts, and for the hardware of a card: no processor runs there.</summary>
    public static bool IsHardware(JourneyStep step) => step.Kind is TraceKind.WireIn or TraceKind.WireOut or TraceKind.DmaGather;

    /// <summary>True for the way of the memory back to its owner.</summary>
    public static bool IsWayBack(JourneyStep step) => step.Kind is TraceKind.SendComplete or TraceKind.ReturnDown;

    /// <summary>True where the filter platform was asked.</summary>
    public static bool IsClassify(JourneyStep step) => step.Kind == TraceKind.Classify;

    /// <summary>The level as Windows writes it.</summary>
    public static string Irql(JourneyStep step) => IsHardware(step) ? "hardware" : step.Event.Irql switch
    {
        Kernel.Irql.Passive => "PASSIVE",
        Kernel.Irql.Apc => "APC",
        Kernel.Irql.Dispatch => "DISPATCH",
        _ => "DIRQL",
    };

    /// <summary>The layer that classified.</summary>
    public static string LayerOf(JourneyStep step) => LayerCatalog.Current.Find((ushort)step.Event.Arg0)?.Name ?? "?";

    /// <summary>What it answered.</summary>
    public static string ActionOf(JourneyStep step) => ((InspectionAction)(step.Event.Arg0 >> 16)).ToString().ToUpperInvariant();

    /// <summary>The name for people: long names of devices on the wire get short.</summary>
    public static string ComponentOf(JourneyStep step) => step.Host switch
    {
        "link" => "cable",
        "switch" => "switch",
        _ => step.Component,
    };

    /// <summary>What happens at the station, in a few words.</summary>
    public static string Describe(JourneyStep step) => step.Kind switch
    {
        TraceKind.Submit => step.Component == "wsk" ? "the client sends: WskSend takes its memory by reference" : "the bytes are queued; nothing is copied",
        TraceKind.HeaderAdded => Number($"{HeaderNames(step)} in front: {step.Event.Arg0} bytes"),
        TraceKind.HeaderRemoved => Number($"{HeaderNames(step)} taken off: {step.Event.Arg0} bytes"),
        TraceKind.Classify => Number($"{ActionOf(step)}, filter {step.Event.Arg1}"),
        TraceKind.SendDown => DescribeSend(step),
        TraceKind.DmaGather => "the card fetches header and payload from memory (DMA), one copy",
        TraceKind.WireOut => step.Host is "link" or "switch" ? "comes out" : "leaves as a frame",
        TraceKind.WireIn => step.Host is "link" or "switch" ? "goes in" : "arrives; the card will interrupt",
        TraceKind.DmaReceive => "the DPC finds the frame in its receive buffer",
        TraceKind.ReceiveUp => DescribeReceive(step),
        TraceKind.Deliver => step.Component == "wsk" ? "WskReceiveEvent: the client sees the bytes where the card put them" : "in order: up to the client",
        TraceKind.SendComplete => "the sent list goes back up",
        TraceKind.ReturnDown => "the received list goes back down",
        TraceKind.Drop => Number($"DROPPED, filter {step.Event.Arg1}"),
        _ => step.Kind.ToString(),
    };

    private static string HeaderNames(JourneyStep step) => step.Component == "ip" && step.Kind == TraceKind.HeaderAdded ? "IP and Ethernet headers" : $"{step.Component.ToUpperInvariant()} header";

    private static string DescribeSend(JourneyStep step) => step.Component switch
    {
        "ndis-edge" => "the protocol driver hands the list to NDIS (NdisSendNetBufferLists)",
        "miniport" => "MiniportSendNetBufferLists: a descriptor in the card's ring",
        _ => "FilterSendNetBufferLists: the filter driver passes it on",
    };

    private static string DescribeReceive(JourneyStep step) => step.Component switch
    {
        "miniport" => "indicates the list (NdisMIndicateReceiveNetBufferLists)",
        "ndis-edge" => "ProtocolReceiveNetBufferLists: up to TCP/IP",
        _ => "FilterReceiveNetBufferLists: the filter driver passes it on",
    };

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
