using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A request to an adapter and the drivers above it (NDIS_OID_REQUEST).</summary>
/// <remarks>
/// <para>
/// Whoever submits it owns it and must keep it unchanged until it is complete. The value is bytes in <see cref="InformationBuffer"/>, with the layout that it has on
/// Windows: numbers, addresses, structures (<see cref="IOidStructure{TSelf}"/>).
/// </para>
/// <para>Completion rules: a short query buffer is BufferTooShort (BufferOverflow for lists and strings of which a part fits) with <see cref="BytesNeeded"/>, a wrong
/// set length InvalidLength with <see cref="BytesNeeded"/>, bad content InvalidData, an unknown OID NotSupported.</para>
/// </remarks>
[WindowsDdi("NDIS_OID_REQUEST")]
public sealed class OidRequest
{
    private readonly int? _outputLength;

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

    /// <summary>How it travels; set when it is submitted.</summary>
    public OidPath Path { get; internal set; }

    /// <summary>Chosen by the submitter; names the request for a cancel. Clones keep it.</summary>
    public ulong RequestId { get; set; }

    /// <summary>Seconds after which NDIS cancels the request; 0 = never.</summary>
    public uint Timeout { get; init; }

    /// <summary>Who submitted it (RequestHandle): a <see cref="ProtocolBinding"/>, a <see cref="FilterModule"/>, or null for NDIS itself.</summary>
    public object? RequestHandle => Submitter is ProtocolBinding or FilterModule ? Submitter : null;

    /// <summary>The value read or to be written.</summary>
    public Memory<byte> InformationBuffer { get; set; }

    /// <summary>A value that has no layout of its own.</summary>
    public object? InformationObject { get; set; }

    /// <summary>Method requests: which method.</summary>
    public uint MethodId { get; init; }

    /// <summary>Method requests: bytes of input in the buffer.</summary>
    public int InputLength { get; set; }

    /// <summary>Bytes of the buffer that an answer may fill: all of it, unless a method request says less.</summary>
    public int OutputLength
    {
        get => _outputLength ?? InformationBuffer.Length;
        init => _outputLength = value;
    }

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

    /// <summary>When it was submitted, nanoseconds of the loop's time.</summary>
    public long SubmittedAt { get; internal set; }

    /// <summary>Who has it: the driver at which it is pending or waits for its turn; null when it is complete.</summary>
    public string? PendingAt => Station?.DriverName;

    /// <summary>A filter made it of another one.</summary>
    internal bool IsClone { get; private init; }

    /// <summary>The next request of the queue that this one waits in.</summary>
    internal OidRequest? Next { get; set; }

    /// <summary>Runs while it is pending and has a <see cref="Timeout"/>.</summary>
    internal KernelTimer? Timer { get; set; }

    /// <summary>Where the request is pending, or null.</summary>
    internal OidStation? Station { get; set; }

    /// <summary>Where it was completed last, since it was submitted.</summary>
    internal OidStation? EndedAt { get; set; }

    /// <summary>It was completed by a call, not by the status that the handler returned.</summary>
    internal bool WasCompletedByCall { get; set; }

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
    public static OidRequest Set<T>(Oid oid, T value)
        where T : IOidStructure<T>
    {
        byte[] buffer = new byte[value.ByteCount];
        value.Write(buffer);
        return new OidRequest(OidRequestType.SetInformation, oid, buffer) { InformationObject = value };
    }

    /// <summary>A method request: input at the start of a buffer that also takes the answer.</summary>
    /// <param name="oid">What it is about.</param>
    /// <param name="input">The input.</param>
    /// <param name="outputLength">The most bytes of the answer.</param>
    public static OidRequest Method(Oid oid, ReadOnlySpan<byte> input, int outputLength)
    {
        byte[] buffer = new byte[Math.Max(input.Length, outputLength)];
        input.CopyTo(buffer);
        return new OidRequest(OidRequestType.Method, oid, buffer) { InputLength = input.Length, OutputLength = outputLength };
    }

    /// <summary>A set request with an object.</summary>
    public static OidRequest Set(Oid oid, object value) => new(OidRequestType.SetInformation, oid) { InformationObject = value };

    /// <summary>A copy for a filter to pass on: same type, OID, buffer and identifier (NdisAllocateCloneOidRequest).</summary>
    [WindowsDdi("NdisAllocateCloneOidRequest")]
    public OidRequest Clone() => new(Type, Oid, InformationBuffer)
    {
        Port = Port,
        RequestId = RequestId,
        IsClone = true,
        Timeout = Timeout,
        InformationObject = InformationObject,
        MethodId = MethodId,
        InputLength = InputLength,
        OutputLength = OutputLength,
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
        if (OutputLength < value.Length)
        {
            BytesNeeded = value.Length;
            return NdisStatus.BufferTooShort;
        }

        value.CopyTo(InformationBuffer.Span);
        BytesWritten = value.Length;
        return NtStatus.Success;
    }

    /// <summary>Answers a query with a list or string: as many whole entries as fit, and BufferOverflow when that is not all.</summary>
    /// <param name="value">All of it.</param>
    /// <param name="entrySize">Bytes of one entry.</param>
    public NtStatus AnswerList(ReadOnlySpan<byte> value, int entrySize)
    {
        int fitting = Math.Min(OutputLength, value.Length) / entrySize * entrySize;
        value[..fitting].CopyTo(InformationBuffer.Span);
        BytesWritten = fitting;
        if (fitting == value.Length)
        {
            return NtStatus.Success;
        }

        BytesNeeded = value.Length;
        return fitting == 0 ? NdisStatus.BufferTooShort : NdisStatus.BufferOverflow;
    }

    /// <summary>Answers a query with a structure.</summary>
    public NtStatus Answer<T>(T value)
        where T : IOidStructure<T>
    {
        if (OutputLength < value.ByteCount)
        {
            BytesNeeded = value.ByteCount;
            return NdisStatus.BufferTooShort;
        }

        BytesWritten = value.ByteCount;
        value.Write(InformationBuffer.Span[..BytesWritten]);
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
        if (OutputLength is >= sizeof(uint) and < sizeof(ulong))
        {
            BytesNeeded = sizeof(ulong);
            return Answer((uint)value);
        }

        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return Answer(bytes);
    }

    /// <summary>Answers a query with an object.</summary>
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

    /// <summary>Reads the structure of a set or method request.</summary>
    /// <returns>Success; InvalidLength with the bytes needed; InvalidData when the bytes are not such a structure.</returns>
    public NtStatus Read<T>([MaybeNull] out T value)
        where T : IOidStructure<T>
    {
        ReadOnlySpan<byte> input = Type == OidRequestType.Method ? InformationBuffer.Span[..Math.Min(InputLength, InformationBuffer.Length)] : InformationBuffer.Span;
        if (input.Length < T.MinimumSize)
        {
            value = default;
            BytesNeeded = T.MinimumSize;
            return NdisStatus.InvalidLength;
        }

        if (!T.TryRead(input, out value))
        {
            return NdisStatus.InvalidData;
        }

        BytesRead = value.ByteCount;
        return NtStatus.Success;
    }

    /// <summary>Reads the structure that a query or method brought back.</summary>
    /// <returns>False when the answer is not such a structure.</returns>
    public bool TryGetAnswer<T>([MaybeNullWhen(false)] out T value)
        where T : IOidStructure<T> =>
        T.TryRead(InformationBuffer.Span[..Math.Min(BytesWritten, InformationBuffer.Length)], out value);

    /// <inheritdoc/>
    public override string ToString() => $"{Type} {Oid}";
}
