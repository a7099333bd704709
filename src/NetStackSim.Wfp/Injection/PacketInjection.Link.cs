using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Transport;

namespace NetStackSim.Wfp;

// Frames of drivers at the link layers.
public sealed partial class PacketInjection
{
    /// <summary>The driver stacks; null on a host without the filter driver of the link layers.</summary>
    public ILinkInjection? Link { get; set; }

    /// <summary>True while a callout sees several frames at once (<see cref="CalloutFlags.AllowL2BatchClassify"/>): it can clone or keep none of them.</summary>
    public bool ShowsBatch { get; set; }

    /// <summary>Receives a frame at a link layer: the layer sees it again, then it goes up. IRQL at most Dispatch.</summary>
    /// <param name="handle">A link handle.</param>
    /// <param name="context">Comes back from <see cref="QueryState"/>.</param>
    /// <param name="flags">0.</param>
    /// <param name="layer">INBOUND_MAC_FRAME_ETHERNET or INBOUND_MAC_FRAME_NATIVE.</param>
    /// <param name="interfaceIndex">The adapter that it seems to come from.</param>
    /// <param name="port">The NDIS port.</param>
    /// <param name="list">The frame, one list; data starts at the MAC header. The driver's again after <paramref name="completion"/>, or after a failure.</param>
    /// <param name="completion">Gets it back, once, after success only. Its status is not ready when no filter stands at the layer.</param>
    /// <returns>Success; invalid parameter; a stale or closing handle; the link driver is not there; a reinjection loop is an invalid device request.</returns>
    [WindowsDdi("FwpsInjectMacReceiveAsync0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus MacReceive(
        InjectionHandle handle, object? context, uint flags, LayerId layer, uint interfaceIndex, PortNumber port, NetBufferList list, InjectionCompletion completion)
    {
        InspectionLayer? place = layer switch
        {
            LayerId.InboundMacFrameEthernet => InspectionLayer.InboundFrame,
            LayerId.InboundMacFrameNative => InspectionLayer.InboundNativeFrame,
            _ => null,
        };
        return SubmitFrame("FwpsInjectMacReceiveAsync0", handle, context, flags, place, interfaceIndex, port, list, completion);
    }

    /// <summary>Sends a frame at a link layer: the layer sees it again, then it goes down. IRQL at most Dispatch.</summary>
    /// <param name="handle">A link handle.</param>
    /// <param name="context">Comes back from <see cref="QueryState"/>.</param>
    /// <param name="flags">0.</param>
    /// <param name="layer">OUTBOUND_MAC_FRAME_ETHERNET or OUTBOUND_MAC_FRAME_NATIVE.</param>
    /// <param name="interfaceIndex">The adapter to leave by.</param>
    /// <param name="port">The NDIS port.</param>
    /// <param name="list">The frame, one list; data starts at the MAC header.</param>
    /// <param name="completion">Gets it back.</param>
    /// <returns>As <see cref="MacReceive"/>.</returns>
    [WindowsDdi("FwpsInjectMacSendAsync0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus MacSend(
        InjectionHandle handle, object? context, uint flags, LayerId layer, uint interfaceIndex, PortNumber port, NetBufferList list, InjectionCompletion completion)
    {
        InspectionLayer? place = layer switch
        {
            LayerId.OutboundMacFrameEthernet => InspectionLayer.OutboundFrame,
            LayerId.OutboundMacFrameNative => InspectionLayer.OutboundNativeFrame,
            _ => null,
        };
        return SubmitFrame("FwpsInjectMacSendAsync0", handle, context, flags, place, interfaceIndex, port, list, completion);
    }

    private static bool IsFrameLayer(InspectionLayer layer) => layer is >= InspectionLayer.InboundFrame and <= InspectionLayer.OutboundNativeFrame;

    private NtStatus SubmitFrame(
        string function,
        InjectionHandle handle,
        object? context,
        uint flags,
        InspectionLayer? layer,
        uint interfaceIndex,
        PortNumber port,
        NetBufferList list,
        InjectionCompletion completion)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(completion);
        NtStatus status = CheckHandle(function, handle, InjectionTypes.L2, null);
        if (status.IsError)
        {
            return status;
        }

        if (flags != 0 || layer is not { } at || list.Next is not null)
        {
            return NtStatus.InvalidParameter;
        }

        status = CheckList(function, InjectionPlace.Link, list);
        if (status.IsError)
        {
            return status;
        }

        PendingInjection injection = Rent(handle, InjectionPlace.Link, list, completion);
        injection.InterfaceIndex = interfaceIndex;
        injection.Layer = at;
        injection.Port = port;
        return Enqueue(context, injection);
    }

    // Home to the driver stack or to the stack above it.
    private void GoHome(NetBufferList list, InspectionLayer layer, InspectionDirection direction)
    {
        TellLeft(list);
        if (IsFrameLayer(layer))
        {
            Link?.Release(list, direction);
        }
        else
        {
            Stack?.Release(list, layer, direction);
        }
    }
}
