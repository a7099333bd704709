using System.Buffers.Binary;
using System.Text;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <content>Settings of the card.</content>
internal sealed partial class NicOids
{
    private const int AddressListHeader = 6;

    private NtStatus QueryModeration(OidRequest request) => request.Answer(new InterruptModerationParameters
    {
        InterruptModeration = _nic.IsModerated ? InterruptModeration.Enabled : InterruptModeration.Disabled,
    });

    private NtStatus SetModeration(OidRequest request)
    {
        NtStatus status = request.Read<InterruptModerationParameters>(out InterruptModerationParameters? parameters);
        if (parameters is null)
        {
            return status;
        }

        if (parameters.InterruptModeration is not (InterruptModeration.Enabled or InterruptModeration.Disabled))
        {
            return NdisStatus.InvalidData;
        }

        _nic.IsModerated = parameters.InterruptModeration == InterruptModeration.Enabled;
        return NtStatus.Success;
    }

    private NtStatus QueryPnpCapabilities(OidRequest request)
    {
        PowerManagementCapabilities power = _nic.Options.Power;
        return request.Answer(new PnpCapabilities
        {
            MinMagicPacketWakeUp = (uint)power.MinMagicPacketWakeUp,
            MinPatternWakeUp = (uint)power.MinPatternWakeUp,
            MinLinkChangeWakeUp = (uint)power.MinLinkChangeWakeUp,
        });
    }

    // The speed is what the link is; duplex and flow control can be chosen, and a change is told.
    private NtStatus SetLink(OidRequest request)
    {
        NtStatus status = request.Read<LinkParameters>(out LinkParameters? parameters);
        if (parameters is null)
        {
            return status;
        }

        if (!IsPossible(parameters.XmitLinkSpeed) || !IsPossible(parameters.RcvLinkSpeed)
            || parameters.MediaDuplexState > MediaDuplexState.Full || parameters.PauseFunctions > PauseFunctions.Unknown)
        {
            return NdisStatus.InvalidData;
        }

        _nic.ChangeLink(parameters);
        return NtStatus.Success;
    }

    private bool IsPossible(ulong speed) => speed == _nic.Options.LinkSpeed || speed == LinkState.UnknownSpeed || speed == 0;

    // NETWORK_ADDRESS_LIST: count, type, then entries of length, type and bytes. The card takes note of nothing in it, but it has to be one.
    private static NtStatus SetNetworkAddresses(OidRequest request)
    {
        ReadOnlySpan<byte> bytes = request.InformationBuffer.Span;
        if (bytes.Length < AddressListHeader)
        {
            request.BytesNeeded = AddressListHeader;
            return NdisStatus.InvalidLength;
        }

        int count = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        int offset = AddressListHeader;
        for (int i = 0; i < count; i++)
        {
            int next = offset + 4 > bytes.Length ? int.MaxValue : offset + 4 + BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);
            if (next > bytes.Length)
            {
                return NdisStatus.InvalidData;
            }

            offset = next;
        }

        request.BytesRead = offset;
        return NtStatus.Success;
    }

    private NtStatus SetMachineName(OidRequest request)
    {
        _nic.MachineName = Encoding.Unicode.GetString(request.InformationBuffer.Span).TrimEnd('\0');
        request.BytesRead = request.InformationBuffer.Length;
        return NtStatus.Success;
    }
}
