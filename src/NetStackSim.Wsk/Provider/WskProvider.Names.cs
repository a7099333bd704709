using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Wsk;

/// <content>Name resolution (client-apis 3.13).</content>
public sealed partial class WskProvider
{
    /// <summary>Turns a name and a service into addresses. Literal addresses need no resolver; names go to <see cref="WskSubsystem.NameResolver"/>.</summary>
    /// <param name="nodeName">A literal address or a name; null for this host.</param>
    /// <param name="serviceName">A number or a well-known name; null for port 0. Not both null.</param>
    /// <param name="hints">What is wanted.</param>
    /// <param name="process">On whose behalf; null is a low-privilege account of the system.</param>
    /// <param name="irp">The request; its InformationObject becomes the first <see cref="WskAddressInfo"/>, to be given back with <see cref="FreeAddressInfo"/>.</param>
    /// <returns>Success, Pending, NoMatch, InvalidParameter, DeviceNotReady.</returns>
    /// <exception cref="BugCheckException">Called above Passive.</exception>
    [WindowsDdi("WskGetAddressInfo")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus GetAddressInfo(string? nodeName, string? serviceName, in WskAddressHints hints, SimProcess? process, Irp irp)
    {
        Kernel.CurrentProcessor.AssertIrqlAtMost(Irql.Passive, "WskGetAddressInfo");
        irp.BeginRequest(Device, IrpMajorFunction.InternalDeviceControl, WskMinorFunction.AddressInfo);
        NtStatus status = CheckLookup(nodeName, serviceName, hints, out ushort port);
        if (!status.IsSuccess)
        {
            return irp.CompleteRequest(status);
        }

        var lookup = new AddressLookup(this, nodeName, hints, port);
        if (TryAnswerAtOnce(nodeName, hints, out IpAddress[] addresses))
        {
            WskAddressInfo? list = lookup.MakeList(addresses);
            if (list is not null)
            {
                Lend(list, irp);
            }

            return irp.CompleteRequest(list is null ? NtStatus.NoMatch : NtStatus.Success);
        }

        return (hints.Flags & WskAddressInfoFlags.NumericHost) != 0
            ? irp.CompleteRequest(NtStatus.NoMatch)
            : lookup.Ask(_wsk.NameResolver, process, irp);
    }

    /// <summary>Gives the result of <see cref="GetAddressInfo"/> back.</summary>
    /// <param name="first">The first entry.</param>
    /// <exception cref="ArgumentException">Not the first entry of a list of this provider, or given back before.</exception>
    [WindowsDdi("WskFreeAddressInfo")]
    [RequiresIrql(Max = Irql.Passive)]
    public void FreeAddressInfo(WskAddressInfo first)
    {
        ArgumentNullException.ThrowIfNull(first);
        if (first.Lender != this)
        {
            throw new ArgumentException("Not the first entry of a list that this provider lent.", nameof(first));
        }

        first.Lender = null;
        _wsk.AddressLists--;
    }

    internal void Lend(WskAddressInfo first, Irp irp)
    {
        first.Lender = this;
        _wsk.AddressLists++;
        irp.InformationObject = first;
    }

    private NtStatus CheckLookup(string? nodeName, string? serviceName, in WskAddressHints hints, out ushort port)
    {
        port = 0;
        if (nodeName is null && serviceName is null)
        {
            return NtStatus.InvalidParameter;
        }

        if (_detaching || _wsk.Transport is null)
        {
            return NtStatus.DeviceNotReady;
        }

        bool numericOnly = (hints.Flags & WskAddressInfoFlags.NumericService) != 0;
        return KnownServices.TryFind(serviceName, hints.Protocol, numericOnly, out port) ? NtStatus.Success : NtStatus.NoMatch;
    }

    private static bool TryAnswerAtOnce(string? nodeName, in WskAddressHints hints, out IpAddress[] addresses)
    {
        if (nodeName is null)
        {
            addresses = (hints.Flags & WskAddressInfoFlags.Passive) != 0
                ? [IpAddress.AnyV6, IpAddress.AnyV4]
                : [IpAddress.LoopbackV6, IpAddress.LoopbackV4];
            return true;
        }

        bool isLiteral = IpAddress.TryParse(nodeName, out IpAddress literal);
        addresses = [literal];
        return isLiteral;
    }
}
