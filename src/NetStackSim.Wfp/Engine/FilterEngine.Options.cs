using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <content>Options.</content>
public sealed partial class FilterEngine
{
    private readonly uint[] _options = new uint[(int)EngineOption.TransactionWatchdogTimeoutMs + 1];

    internal uint GetOption(EngineOption option) => option switch
    {
        EngineOption.CollectNetEvents => NetEvents.IsCollecting ? 1u : 0,
        EngineOption.NetEventMatchAnyKeywords => (uint)NetEvents.Keywords,
        _ => _options[(int)option],
    };

    internal NtStatus SetOption(EngineOption option, in FwpValue value)
    {
        if (!Enum.IsDefined(option))
        {
            return FwpStatus.InvalidEnumerator;
        }

        if (value.Type != FwpDataType.UInt32)
        {
            return FwpStatus.TypeMismatch;
        }

        if (value.Number > LimitOf(option))
        {
            return FwpStatus.OutOfBounds;
        }

        switch (option)
        {
            case EngineOption.CollectNetEvents:
                NetEvents.IsCollecting = value.Number != 0;
                break;
            case EngineOption.NetEventMatchAnyKeywords:
                NetEvents.Keywords = (NetEventKeywords)value.Number;
                break;
            default:
                _options[(int)option] = (uint)value.Number;
                break;
        }

        Rewatch();
        return NtStatus.Success;
    }

    private static ulong LimitOf(EngineOption option) => option switch
    {
        EngineOption.CollectNetEvents or EngineOption.NameCache or EngineOption.MonitorIpsecConnections => 1,
        EngineOption.NetEventMatchAnyKeywords => (ulong)NetEventKeywords.All,
        EngineOption.PacketQueuing => 7,
        _ => uint.MaxValue,
    };
}
