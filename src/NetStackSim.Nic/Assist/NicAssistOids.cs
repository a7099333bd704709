using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <summary>Requests of the assists: VLAN, encapsulation, header-data split, virtual machine queues, wake and protocol offloads.</summary>
internal sealed class NicAssistOids
{
    private readonly MiniportAdapter _adapter;
    private readonly VirtualNic _nic;

    internal NicAssistOids(MiniportAdapter adapter, VirtualNic nic)
    {
        _adapter = adapter;
        _nic = nic;
    }

    internal static IReadOnlyList<Oid> Supported { get; } =
    [
        Oid.GenHdSplitParameters, Oid.GenHdSplitCurrentConfig, Oid.ReceiveFilterHardwareCapabilities, Oid.ReceiveFilterCurrentCapabilities,
        Oid.ReceiveFilterAllocateQueue, Oid.ReceiveFilterFreeQueue, Oid.ReceiveFilterEnumQueues, Oid.ReceiveFilterQueueParameters, Oid.ReceiveFilterSetFilter,
        Oid.ReceiveFilterClearFilter, Oid.ReceiveFilterEnumFilters, Oid.ReceiveFilterParameters, Oid.ReceiveFilterQueueAllocationComplete,
        Oid.ReceiveFilterMoveFilter, Oid.PmCurrentCapabilities, Oid.PmHardwareCapabilities, Oid.PmParameters, Oid.PmAddWolPattern, Oid.PmRemoveWolPattern,
        Oid.PmWolPatternList, Oid.PmAddProtocolOffload, Oid.PmGetProtocolOffload, Oid.PmRemoveProtocolOffload, Oid.PmProtocolOffloadList,
    ];

    /// <summary>Answers a request, or NotSupported for one that is not of these.</summary>
    internal NtStatus Handle(OidRequest request) => request.Type switch
    {
        OidRequestType.Method => Call(request),
        OidRequestType.SetInformation => Set(request),
        _ => Query(request),
    };

    private static NtStatus Take<T>(OidRequest request, Func<T, NtStatus> set)
        where T : class
    {
        if (request.InformationObject is not T value)
        {
            return NdisStatus.InvalidData;
        }

        return set(value);
    }

    private static NtStatus TakeStructure<T>(OidRequest request, Func<T, NtStatus> set)
        where T : class, IOidStructure<T>
    {
        NtStatus status = request.Read<T>(out T? value);
        return value is null ? status : set(value);
    }

    private static NtStatus TakeNumber(OidRequest request, Func<uint, NtStatus> set)
    {
        NtStatus status = request.Read(out uint value);
        return status.IsSuccess ? set(value) : status;
    }

    private NtStatus Query(OidRequest request) => request.Oid switch
    {
        Oid.GenVlanId => request.Answer((uint)_nic.VlanId),
        Oid.GenHdSplitCurrentConfig => request.Answer(_nic.HeaderDataSplit),
        Oid.ReceiveFilterHardwareCapabilities => request.AnswerObject(_nic.Options.HardwareReceiveFilters),
        Oid.ReceiveFilterCurrentCapabilities => request.AnswerObject(_nic.Options.ReceiveFilters),
        Oid.ReceiveFilterEnumQueues => request.AnswerObject(_nic.VmQueues.Queues.ToArray()),
        Oid.PmCurrentCapabilities => request.Answer(_nic.Options.Power),
        Oid.PmHardwareCapabilities => request.Answer(_nic.Options.HardwarePower),
        Oid.PmParameters => request.Answer(_nic.Power.Parameters),
        Oid.PmWolPatternList => request.AnswerObject(_nic.Power.Patterns.ToArray()),
        Oid.PmProtocolOffloadList => request.AnswerObject(_nic.Power.Offloads.ToArray()),
        _ => NtStatus.NotSupported,
    };

    private NtStatus Set(OidRequest request) => request.Oid switch
    {
        Oid.GenVlanId => TakeNumber(request, SetVlanId),
        Oid.OffloadEncapsulation => SetEncapsulation(request),
        Oid.GenHdSplitParameters => TakeNumber(request, SetHeaderDataSplit),
        Oid.ReceiveFilterFreeQueue => TakeNumber(request, id => _nic.VmQueues.Free((int)id)),
        Oid.ReceiveFilterClearFilter => TakeNumber(request, id => _nic.VmQueues.Clear((int)id)),
        Oid.ReceiveFilterQueueParameters => Take<ReceiveQueueParameters>(request, _nic.VmQueues.Change),
        Oid.ReceiveFilterMoveFilter => Take<ReceiveFilterParameters>(request, moved => _nic.VmQueues.Move(moved.FilterId, moved.QueueId)),
        Oid.PmParameters => TakeStructure<PowerManagementParameters>(request, _nic.Power.Arm),
        Oid.PmAddWolPattern => Take<WakePattern>(request, _nic.Power.Add),
        Oid.PmAddProtocolOffload => Take<ProtocolOffload>(request, _nic.Power.Add),
        Oid.PmRemoveWolPattern => TakeNumber(request, _nic.Power.RemovePattern),
        Oid.PmRemoveProtocolOffload => TakeNumber(request, _nic.Power.RemoveOffload),
        Oid.PnpSetPower => TakeNumber(request, SetPower),
        _ => NtStatus.NotSupported,
    };

    private NtStatus Call(OidRequest request)
    {
        switch (request.Oid)
        {
            case Oid.ReceiveFilterAllocateQueue:
                return Take<ReceiveQueueParameters>(request, wanted => Answer(request, _nic.VmQueues.Allocate(wanted, out ReceiveQueueParameters given), given));
            case Oid.ReceiveFilterSetFilter:
                return Take<ReceiveFilterParameters>(request, wanted => Answer(request, _nic.VmQueues.Set(wanted, out ReceiveFilterParameters given), given));
            case Oid.ReceiveFilterQueueAllocationComplete:
                return TakeNumber(request, id => _nic.VmQueues.CompleteAllocation((int)id));
            case Oid.ReceiveFilterEnumFilters:
                return request.AnswerObject(_nic.VmQueues.Filters.ToArray());
            case Oid.ReceiveFilterParameters:
                return TakeNumber(request, id => Found(request, _nic.VmQueues.Filters.FirstOrDefault(filter => filter.FilterId == id)));
            case Oid.PmGetProtocolOffload:
                return TakeNumber(request, id => Found(request, _nic.Power.FindOffload(id)));
            default:
                return NtStatus.NotSupported;
        }
    }

    private static NtStatus Answer(OidRequest request, NtStatus status, object value) => status.IsSuccess ? request.AnswerObject(value) : status;

    private static NtStatus Found(OidRequest request, object? value) => value is null ? NdisStatus.FileNotFound : request.AnswerObject(value);

    private NtStatus SetVlanId(uint id)
    {
        if (id > 4094)
        {
            return NdisStatus.InvalidData;
        }

        _nic.VlanId = (ushort)id;
        return NtStatus.Success;
    }

    // TCP/IP switches the task offloads on by telling how it frames its packets; a card without any offload has nothing to switch.
    private NtStatus SetEncapsulation(OidRequest request)
    {
        NtStatus status = request.Read<OffloadEncapsulation>(out OffloadEncapsulation? encapsulation);
        if (encapsulation is null)
        {
            return status;
        }

        bool possible = _nic.Options.HardwareOffloads != OffloadCapabilities.None && IsEthernet(encapsulation.IPv4) && IsEthernet(encapsulation.IPv6);
        return possible ? NtStatus.Success : NdisStatus.InvalidParameter;
    }

    private static bool IsEthernet(OffloadEncapsulationSetting setting) =>
        setting.Enabled != OffloadEncapsulationState.On
        || ((setting.Encapsulation & EncapsulationTypes.Ieee8023) != 0 && setting.HeaderSize == EthernetHeader.Size);

    private NtStatus SetHeaderDataSplit(uint flags)
    {
        const uint combineAllHeaders = 1;
        if ((flags & ~combineAllHeaders) != 0)
        {
            return NdisStatus.InvalidData;
        }

        _nic.CombinesAllHeaders = (flags & combineAllHeaders) != 0;
        _adapter.IndicateStatus(new StatusIndication(_adapter, NdisStatusCode.HdSplitCurrentConfig, _nic.HeaderDataSplit));
        return NtStatus.Success;
    }

    private NtStatus SetPower(uint state)
    {
        if (state is < (uint)DevicePowerState.D0 or > (uint)DevicePowerState.D3)
        {
            return NdisStatus.InvalidData;
        }

        _nic.Power.SetState((DevicePowerState)state);
        return NtStatus.Success;
    }
}
