using System.Buffers.Binary;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A request to an adapter and the drivers above it (NDIS_OID_REQUEST).</summary>
/// <remarks>
/// <para>
/// Whoever submits it owns it and must keep it unchanged until it is complete. Values with a layout of their own (numbers, addresses, statistics) are bytes in
/// <see cref="InformationBuffer"/>, little-endian as on Windows; parameter structures that hold bit fields and pointers there travel as <see cref="InformationObject"/>.
/// </para>
/// <para>Completion rules: a short query buffer is BufferTooShort with <see cref="BytesNeeded"/>, a wrong set length InvalidLength, bad content InvalidData, an unknown
/// OID NotSupported.</para>
/// </remarks>
[WindowsDdi("NDIS_OID_REQUEST")]
public sealed class OidRequest
{
    /// <summary>Makes a request.</summary>
    public OidRequest(OidRequestType type, Oid oid, Memory<byte> informationBuffer = default)
    {
        Type = type;
        Oid = oid;
        InformationBuffer = informationBuffer;
    }

    /// <summary>Query, set, statistics or method.</summary>
    public OidRequestType Type { get; }

    /// <summary>What it is about.</summary>
    public Oid Oid { get; }

    /// <summary>The port that it is about.</summary>
    public PortNumber Port { get; init; }

    /// <summary>Chosen by the submitter; names the request for a cancel. Clones keep it.</summary>
    public ulong RequestId { get; set; }

    /// <summary>The value read or to be written.</summary>
    public Memory<byte> InformationBuffer { get; set; }

    /// <summary>The value read or to be written when it is a structure.</summary>
    public object? InformationObject { get; set; }

    /// <summary>Method requests: bytes of input in the buffer.</summary>
    public int InputLength { get; set; }

    /// <summary>Query and method: bytes written into the buffer; at most its length.</summary>
    public int BytesWritten { get; set; }

    /// <summary>Set and method: bytes consumed.</summary>
    public int BytesRead { get; set; }

    /// <summary>Bytes that would have been right, when the length was wrong.</summary>
    public int BytesNeeded { get; set; }

    /// <summary>Revision that the driver understood (set requests).</summary>
    public byte SupportedRevision { get; set; }

    /// <summary>SourceReserved[0]: of the driver that submitted; a filter keeps the original request of a clone here.</summary>
    public object? SourceReserved0 { get; set; }

    /// <summary>SourceReserved[1]: of the driver that submitted.</summary>
    public object? SourceReserved1 { get; set; }

    /// <summary>MiniportReserved[0]: of the miniport while the request is pending there.</summary>
    public object? MiniportReserved0 { get; set; }

    /// <summary>True for query and statistics requests.</summary>
    public bool IsQuery => Type is OidRequestType.QueryInformation or OidRequestType.QueryStatistics;

    /// <summary>The next request of the queue that this one waits in.</summary>
    internal OidRequest? Next { get; set; }

    /// <summary>Where the request is pending, or null.</summary>
    internal OidStation? Station { get; set; }

    /// <summary>Who gets the completion.</summary>
    internal IOidSubmitter? Submitter { get; set; }

    /// <summary>A query with a buffer of <paramref name="length"/> bytes.</summary>
    public static OidRequest Query(Oid oid, int length) => new(OidRequestType.QueryInformation, oid, new byte[length]);

    /// <summary>A set request with bytes.</summary>
    public static OidRequest Set(Oid oid, Memory<byte> value) => new(OidRequestType.SetInformation, oid, value);

    /// <summary>A set request with a 32-bit number.</summary>
    public static OidRequest Set(Oid oid, uint value)
    {
        byte[] buffer = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(buffer, value);
        return new OidRequest(OidRequestType.SetInformation, oid, buffer);
    }

    /// <summary>A set request with a structure.</summary>
    public static OidRequest Set(Oid oid, object value) => new(OidRequestType.SetInformation, oid) { InformationObject = value };

    /// <summary>A copy for a filter to pass on: same type, OID, buffer and identifier (NdisAllocateCloneOidRequest).</summary>
    [WindowsDdi("NdisAllocateCloneOidRequest")]
    public OidRequest Clone() => new(Type, Oid, InformationBuffer)
    {
        Port = Port,
        RequestId = RequestId,
        InformationObject = InformationObject,
        InputLength = InputLength,
    };

    /// <summary>What a filter does when its clone is complete: the results go back to the original.</summary>
    public void CopyResultTo(OidRequest original)
    {
        original.BytesWritten = BytesWritten;
        original.BytesRead = BytesRead;
        original.BytesNeeded = BytesNeeded;
        original.SupportedRevision = SupportedRevision;
        original.InformationObject = InformationObject;
    }

    /// <summary>Answers a query with bytes, or with BufferTooShort.</summary>
    public NtStatus Answer(ReadOnlySpan<byte> value)
    {
        if (InformationBuffer.Length < value.Length)
        {
            BytesNeeded = value.Length;
            return NdisStatus.BufferTooShort;
        }

        value.CopyTo(InformationBuffer.Span);
        BytesWritten = value.Length;
        return NtStatus.Success;
    }

    /// <summary>Answers a query with a 32-bit number.</summary>
    public NtStatus Answer(uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return Answer(bytes);
    }

    /// <summary>Answers a query with a 64-bit number; a buffer of four bytes gets the low half (old clients ask so).</summary>
    public NtStatus AnswerCounter(ulong value)
    {
        if (InformationBuffer.Length is >= sizeof(uint) and < sizeof(ulong))
        {
            BytesNeeded = sizeof(ulong);
            return Answer((uint)value);
        }

        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return Answer(bytes);
    }

    /// <summary>Answers a query with a structure.</summary>
    public NtStatus AnswerObject(object value)
    {
        InformationObject = value;
        return NtStatus.Success;
    }

    /// <summary>Reads a set request that must be a 32-bit number.</summary>
    /// <returns>Success, or InvalidLength.</returns>
    public NtStatus Read(out uint value)
    {
        if (InformationBuffer.Length < sizeof(uint))
        {
            value = 0;
            BytesNeeded = sizeof(uint);
            return NdisStatus.InvalidLength;
        }

        value = BinaryPrimitives.ReadUInt32LittleEndian(InformationBuffer.Span);
        BytesRead = sizeof(uint);
        return NtStatus.Success;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Type} {Oid}";
}
