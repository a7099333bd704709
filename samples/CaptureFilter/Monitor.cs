using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets.Capture;

namespace CaptureFilter;

/// <summary>
/// A monitoring filter driver that writes what it sees as pcapng. NDIS puts a module of it next to the miniport and one above every modifying filter, so that
/// the file shows a frame before and after each of them.
/// </summary>
internal sealed class Monitor(PcapngWriter writer) : IFilterDriver
{
    public NtStatus Attach(FilterModule module, FilterAttachParameters parameters, out IFilter? filter)
    {
        filter = new Module(module, writer, writer.AddInterface(module.Name));
        return NtStatus.Success;
    }

    private sealed class Module(FilterModule module, PcapngWriter writer, int interfaceId) : IFilter, IFilterSend, IFilterReceive, IFilterStatus
    {
        public void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
        {
            Write(chain, CaptureDirection.Outbound);
            module.Send(ref chain, port, flags);
        }

        public void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags) => module.CompleteSend(ref chain, flags);

        public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
        {
            Write(chain, CaptureDirection.Inbound);
            module.IndicateReceive(ref chain, port, flags);
        }

        public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags) => module.ReturnReceived(ref chain, flags);

        public void Status(in StatusIndication indication) => module.IndicateStatus(indication);

        public NtStatus Pause(PauseReason reason) => NtStatus.Success;

        public NtStatus Restart(RestartAttributes attributes) => NtStatus.Success;

        public void Detach()
        {
        }

        // A monitoring filter reads and never writes: the memory belongs to somebody else.
        private void Write(in NetBufferListChain chain, CaptureDirection direction)
        {
            ulong now = (ulong)module.Adapter.Kernel.Now;
            foreach (NetBufferList list in chain)
            {
                for (NetBuffer? buffer = list.FirstNetBuffer; buffer is not null; buffer = buffer.Next)
                {
                    // Not the size of the MDL: memory may go on behind the data.
                    Span<byte> place = writer.BeginPacket(interfaceId, now, buffer.DataLength);
                    buffer.CopyTo(0, place);
                    writer.EndPacket(buffer.DataLength, direction);
                }
            }
        }
    }
}
