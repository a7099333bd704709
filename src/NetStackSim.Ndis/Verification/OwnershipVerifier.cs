using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Checks and records every hand-over while the verifier is on: who has a list, who gives it to whom, and whether that is his to give.</summary>
internal sealed partial class OwnershipVerifier
{
    private readonly Verifier _verifier;
    private readonly NdisRuntime _runtime;
    private int _depth;

    public OwnershipVerifier(NdisRuntime runtime, Verifier verifier)
    {
        _runtime = runtime;
        _verifier = verifier;
        Kernel = runtime.Kernel;
        Log = verifier.Companion<OwnershipLog>();
    }

    /// <summary>The host.</summary>
    public SimKernel Kernel { get; }

    /// <summary>Numbers of all parties.</summary>
    public PartyTable Parties { get; } = new();

    /// <summary>The ring of all hand-overs.</summary>
    public OwnershipLog Log { get; }

    /// <summary>How long drivers may take.</summary>
    public NdisTimeouts Timeouts => _runtime.Timeouts;

    /// <summary>Work items of drivers that are running.</summary>
    public int WorkItemDepth { get; set; }

    /// <summary>Handlers for requests that are running.</summary>
    public int OidDepth { get; set; }

    /// <summary>True inside a data handler of some driver.</summary>
    public bool IsInDataHandler => _depth > 0;

    /// <summary>A protocol or miniport gives its own lists away: pictures of them are kept.</summary>
    public void Originate(scoped in NetBufferListChain chain, NblFlags readOnly)
    {
        int left = chain.Count;
        for (NetBufferList? list = chain.Head; list is not null && left-- > 0; list = list.Next)
        {
            OwnershipTrail trail = TrailOf(list);
            trail.Snapshot = SpaceSnapshot.Of(list);
            if ((list.NblFlags & readOnly) != 0)
            {
                (trail.Digest ??= new DataDigest()).Take(list);
                trail.IsReadOnly = true;
            }
        }
    }

    /// <summary>Lists came back to their originator: data space and context must be as they were.</summary>
    /// <param name="chain">The lists.</param>
    /// <param name="startMayMove">The data start may be elsewhere (receive path: the originator sets it anew); chain and end of data may not.</param>
    /// <param name="culprit">Who handed them back.</param>
    public void ComeHome(scoped in NetBufferListChain chain, bool startMayMove, PathNode culprit)
    {
        for (NetBufferList? list = chain.Head; list is not null; list = list.Next)
        {
            OwnershipTrail trail = TrailOf(list);
            SpaceSnapshot now = SpaceSnapshot.Of(list);
            SpaceSnapshot then = trail.Snapshot;
            trail.IsReadOnly = false;
            if (!now.HasSpaceOf(then, startMayMove))
            {
                string text = $"{list} came back with data offset {now.DataOffset}, length {now.DataLength}"
                    + (now.MdlChain == then.MdlChain ? string.Empty : " and another MDL chain") + $"; it went with {then.DataOffset}, {then.DataLength}";
                Violation(NdisVerifierRules.DataSpaceNotRestored, culprit.Name, text, list);
            }
            else if (now.ContextBytes != then.ContextBytes)
            {
                Violation(NdisVerifierRules.LeakedContext, culprit.Name, $"{list} came back with {now.ContextBytes} context bytes; it went with {then.ContextBytes}", list);
            }
        }
    }

    /// <summary>A data handler is about to be called.</summary>
    public void Enter(PathNode into)
    {
        if (++_depth > Timeouts.MaxReentrance)
        {
            Violation(
                NdisVerifierRules.Reentrance, into.Name,
                $"{_depth} hand-overs are nested: each was made inside the one before, and a kernel stack has an end. Hand on from a DPC or work item instead");
        }
    }

    /// <summary>A data handler has returned.</summary>
    public void Leave() => _depth--;

    /// <summary>Checks one hand-over and moves the ownership stamps.</summary>
    /// <param name="chain">The lists.</param>
    /// <param name="from">Who hands over.</param>
    /// <param name="to">Who gets them.</param>
    /// <param name="what">Which way they go.</param>
    /// <param name="flags">Receive flags of an indication.</param>
    public void HandOver(scoped in NetBufferListChain chain, PathNode from, PathNode to, OwnershipEvent what, ReceiveFlags flags = ReceiveFlags.None)
    {
        CheckContext(chain, from, what);
        bool isLoan = (flags & ReceiveFlags.Resources) != 0;
        long now = Kernel.Now;
        int count = 0;
        ushort frameType = chain.Head?.FrameType ?? 0;
        for (NetBufferList? list = chain.Head; list is not null; list = list.Next)
        {
            if (++count > chain.Count)
            {
                break;
            }

            OwnershipTrail trail = TrailOf(list);
            CheckHolder(list, from, what, isLoan);
            CheckOrigin(list, from, what);
            CheckData(list, trail, from, what);
            if (what == OwnershipEvent.Indicated)
            {
                CheckIndicated(list, from, flags, frameType);
            }

            Move(list, trail, from, to, what, isLoan, now);
        }

        if (count != chain.Count)
        {
            _verifier.Violation(NdisVerifierRules.BadChain, from.Name, $"a chain that counts {chain.Count} lists has {(count > chain.Count ? "more, or a cycle" : $"{count}")}");
        }
    }

    /// <summary>Reports a rule about one list, with its history.</summary>
    public void Violation(VerifierRule rule, string culprit, string text, NetBufferList list) =>
        _verifier.Violation(rule, culprit, $"{text}; {list.Trail}");

    /// <summary>Reports a rule.</summary>
    public void Violation(VerifierRule rule, string culprit, string text) => _verifier.Violation(rule, culprit, text);

    /// <summary>The record of a list, made when it has none yet.</summary>
    public static OwnershipTrail TrailOf(NetBufferList list) => list.Trail ??= new OwnershipTrail(list);

    private void Move(NetBufferList list, OwnershipTrail trail, PathNode from, PathNode to, OwnershipEvent what, bool isLoan, long now)
    {
        OwnershipEvent shown = isLoan ? OwnershipEvent.Loaned : what;
        trail.Record(now, shown, to.Name);
        Log.Write(now, list, shown, to.Name);
        if (isLoan)
        {
            if (list.Holder == 0)
            {
                list.Holder = from.Party;
            }

            return;
        }

        list.Holder = to.Party;
        if (ReferenceEquals(list.SourceHandle, to.Handle))
        {
            trail.Where?.Remove(trail);
        }
        else
        {
            (what is OwnershipEvent.Sent or OwnershipEvent.Completed ? to.HeldSends! : to.HeldReceives!).Add(trail, what, now);
        }
    }
}
