using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace DropFilter;

/// <summary>An NDIS lightweight filter driver that loses every n-th received frame, as a test of what protocols above do about it.</summary>
internal sealed class LossyFilter(int every) : IFilterDriver
{
    public long Dropped { get; private set; }

    public long Passed { get; private set; }

    public NtStatus Attach(FilterModule module, FilterAttachParameters parameters, out IFilter? filter)
    {
        filter = new Module(this, module);
        return NtStatus.Success;
    }

    /// <summary>No IFilterSend here: NDIS keeps the module off the send path, and it costs nothing there.</summary>
    private sealed class Module(LossyFilter driver, FilterModule module) : IFilter, IFilterReceive, IFilterStatus
    {
        private long _seen;

        public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
        {
            if ((flags & ReceiveFlags.Resources) != 0)
            {
                // A loan: the lists are the miniport's again when this call ends, so nothing may be kept or returned. NDIS' helper shows those above
                // only the lists that the predicate wants, and puts the chain together again.
                module.IndicateSelected(ref chain, port, flags, new Wanted(this));
                return;
            }

            NetBufferListChain passed = default;
            NetBufferListChain dropped = default;
            while (chain.RemoveFirst() is { } list)
            {
                if (Keeps())
                {
                    passed.Add(list);
                }
                else
                {
                    dropped.Add(list);
                }
            }

            // Dropping a received list is giving it back at once.
            if (!dropped.IsEmpty)
            {
                module.ReturnReceived(ref dropped, ReturnFlags.None);
            }

            if (!passed.IsEmpty)
            {
                module.IndicateReceive(ref passed, port, flags);
            }
        }

        public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags) => module.ReturnReceived(ref chain, flags);

        public void Status(in StatusIndication indication) => module.IndicateStatus(indication);

        public NtStatus Pause(PauseReason reason) => NtStatus.Success;

        public NtStatus Restart(RestartAttributes attributes) => NtStatus.Success;

        public void Detach()
        {
        }

        private bool Keeps()
        {
            bool keeps = ++_seen % driver.Every != 0;
            driver.Passed += keeps ? 1 : 0;
            driver.Dropped += keeps ? 0 : 1;
            return keeps;
        }

        private readonly struct Wanted(Module module) : INetBufferListPredicate
        {
            public bool Matches(NetBufferList list) => module.Keeps();
        }
    }

    private int Every => every;
}
