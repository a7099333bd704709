using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Something that a lower driver tells upper ones (NDIS_STATUS_INDICATION). Filters forward, change or swallow it.</summary>
[WindowsDdi("NDIS_STATUS_INDICATION")]
public readonly struct StatusIndication
{
    /// <summary>NDIS_STATUS_INDICATION_FLAGS_MEDIA_CONNECT_TO_CONNECT: the link bounced faster than it was reported.</summary>
    public const uint MediaConnectToConnect = 0x1000;

    /// <summary>Makes an indication of the default port.</summary>
    public StatusIndication(object sourceHandle, NdisStatusCode statusCode, object? payload = null, uint flags = 0)
    {
        SourceHandle = sourceHandle;
        StatusCode = statusCode;
        Payload = payload;
        Flags = flags;
    }

    /// <summary>Who indicates: a <see cref="MiniportAdapter"/> or <see cref="FilterModule"/>. Filters do not change it when they forward.</summary>
    public object SourceHandle { get; }

    /// <summary>What is told.</summary>
    public NdisStatusCode StatusCode { get; }

    /// <summary>The value, of the type that the code has in the <see cref="NdisStatusCatalog"/>, or null. A driver may give its bytes; upper drivers get the object.</summary>
    public object? Payload { get; }

    /// <summary>Flags.</summary>
    public uint Flags { get; }

    /// <summary>The port that it is about.</summary>
    public PortNumber Port { get; init; }

    /// <summary>For an answer to one request: who asked. Null = everybody.</summary>
    public object? DestinationHandle { get; init; }

    /// <summary>For an answer to one request: its identifier.</summary>
    public ulong RequestId { get; init; }

    /// <summary>The same indication with another payload.</summary>
    internal StatusIndication With(object? payload) => new(SourceHandle, StatusCode, payload, Flags) { Port = Port, DestinationHandle = DestinationHandle, RequestId = RequestId };
}
