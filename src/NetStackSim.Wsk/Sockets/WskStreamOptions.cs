using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <summary>Windows' option numbers of stream sockets, translated into the transport's options.</summary>
internal static class WskStreamOptions
{
    /// <summary>Finds the transport option behind a Windows number.</summary>
    public static bool TryTranslate(uint code, uint level, out TransportOption option)
    {
        (bool known, option) = (level, code) switch
        {
            (WskSocketOption.LevelSocket, WskSocketOption.KeepAlive) => (true, TransportOption.KeepAlive),
            (WskSocketOption.LevelSocket, WskSocketOption.ReceiveBuffer) => (true, TransportOption.ReceiveBuffer),
            (WskSocketOption.LevelTcp, WskSocketOption.TcpNoDelay) => (true, TransportOption.NoDelay),
            (WskSocketOption.LevelIp, WskSocketOption.IpTimeToLive) => (true, TransportOption.HopLimit),
            (0, WskSocketOption.SetTcpSilentMode) => (true, TransportOption.SilentMode),
            (0, WskSocketOption.QueryIdealSendBacklog) => (true, TransportOption.IdealSendBacklog),
            _ => (false, default),
        };
        return known;
    }

    /// <summary>Sets or reads an option of an endpoint.</summary>
    public static NtStatus Control(
        IStreamEndpoint endpoint, WskControlRequest request, uint code, uint level, ReadOnlySpan<byte> input, Span<byte> output, out int bytesReturned)
    {
        bytesReturned = 0;
        if (!TryTranslate(code, request == WskControlRequest.Ioctl ? 0 : level, out TransportOption option))
        {
            return NtStatus.NotSupported;
        }

        bool set = request == WskControlRequest.SetOption || option == TransportOption.SilentMode;
        return set ? Set(endpoint, option, input) : Get(endpoint, option, output, out bytesReturned);
    }

    private static NtStatus Set(IStreamEndpoint endpoint, TransportOption option, ReadOnlySpan<byte> input)
    {
        if (option == TransportOption.SilentMode)
        {
            return endpoint.SetOption(option, 1);
        }

        return BinaryPrimitives.TryReadUInt32LittleEndian(input, out uint value) ? endpoint.SetOption(option, value) : NtStatus.InvalidParameter;
    }

    private static NtStatus Get(IStreamEndpoint endpoint, TransportOption option, Span<byte> output, out int bytesReturned)
    {
        bytesReturned = 0;
        NtStatus status = endpoint.GetOption(option, out long value);
        if (!status.IsSuccess)
        {
            return status;
        }

        int size = option == TransportOption.IdealSendBacklog ? sizeof(long) : sizeof(int);
        if (output.Length < size)
        {
            return NtStatus.BufferTooSmall;
        }

        if (size == sizeof(long))
        {
            BinaryPrimitives.WriteInt64LittleEndian(output, value);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(output, (int)value);
        }

        bytesReturned = size;
        return status;
    }
}
