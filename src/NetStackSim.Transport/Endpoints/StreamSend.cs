using NetStackSim.Kernel;

namespace NetStackSim.Transport;

/// <summary>
/// A stream send by reference: the provider reads the client's memory until every byte is acknowledged and copies none of it.
/// </summary>
/// <remarks>
/// The client fills the request part, hands it to <see cref="IStreamEndpoint.Send"/> and leaves request and memory alone until it
/// comes back through <see cref="IStreamEndpointClient.OnSendComplete"/>. A client may pool and reuse it after that.
/// </remarks>
public class StreamSend
{
    /// <summary>First descriptor of the memory to send; null only with <see cref="Length"/> 0.</summary>
    public Mdl? Mdl { get; set; }

    /// <summary>Bytes to skip from the start of <see cref="Mdl"/>.</summary>
    public int Offset { get; set; }

    /// <summary>Bytes to send.</summary>
    public int Length { get; set; }

    /// <summary>Flags of the request.</summary>
    public StreamSendFlags Flags { get; set; }

    /// <summary>Belongs to the client.</summary>
    public object? Context { get; set; }

    /// <summary>
    /// Names the request in traces; 0 for none. The first segment that carries its first byte takes it over, so that a journey leads from the
    /// client to the wire.
    /// </summary>
    public ulong CorrelationId { get; set; }

    /// <summary>The result, valid in <see cref="IStreamEndpointClient.OnSendComplete"/>.</summary>
    public NtStatus Status { get; set; }

    /// <summary>Bytes that the peer acknowledged, valid in <see cref="IStreamEndpointClient.OnSendComplete"/>.</summary>
    public int BytesSent { get; set; }

    /// <summary>Links requests: in the provider's queue while it owns them, and in the chain of a completion.</summary>
    public StreamSend? Next { get; set; }

    /// <summary>Provider's: stream position of the first byte of this request.</summary>
    public long ProviderPosition { get; set; }

    /// <summary>Provider's: lists in flight that refer to this request's memory.</summary>
    public int ProviderReferences { get; set; }

    /// <summary>Provider's: state of the request in its queue.</summary>
    public int ProviderState { get; set; }
}
