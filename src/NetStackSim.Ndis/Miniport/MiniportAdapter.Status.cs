using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <content>Status indications of the miniport.</content>
public sealed partial class MiniportAdapter
{
    private int? _changedMtu;

    /// <summary>Can packets pass, and if not, why? Derived from link, access control and pause.</summary>
    public OperState OperState => OperStateRule.Derive(this);

    /// <summary>
    /// Tells upper drivers of a change: link state, offloads, addresses. Filters see it first. The payload is an object of the type that the code has in the
    /// <see cref="NdisStatusCatalog"/>, or its bytes. An indication for a port that is not active is dropped. IRQL: at most Dispatch.
    /// </summary>
    /// <remarks>
    /// A new address or MTU (<see cref="NdisStatusCode.CurrentMacAddressChange"/>, <see cref="NdisStatusCode.L2MtuSizeChange"/>) is told to a running stack when every
    /// filter module has declared that it copes; otherwise the stack is taken down to the miniport and built anew with the new value.
    /// </remarks>
    /// <exception cref="BugCheckException">The payload is not what the code has (0x7C/0x20).</exception>
    [WindowsDdi("NdisMIndicateStatusEx")]
    public void IndicateStatus(in StatusIndication indication)
    {
        NdisDdi.MIndicateStatusEx.Check(Kernel);
        if (State is AdapterState.Halted or AdapterState.Initializing)
        {
            _stack.Runtime.Ownership?.Violation(
                NdisVerifierRules.IndicateStatusAfterHalt, Driver.Name, $"{indication.StatusCode} was indicated for '{Name}', which is {State}");
            return;
        }

        StatusIndication translated = StatusPath.Translate(this, indication);
        if (!indication.Port.IsDefault && PortTable.Check(indication.Port) != NtStatus.Success)
        {
            return;
        }

        TakeNote(translated);
        if (_stack.CanTellLive(translated.StatusCode))
        {
            _stack.StatusUp(0, translated);
        }
        else
        {
            _stack.Rebuild(translated);
        }
    }

    /// <summary>Tells upper drivers that the link changed.</summary>
    public void IndicateLinkState(LinkState state) => IndicateStatus(new StatusIndication(this, NdisStatusCode.LinkState, state));

    /// <summary>What a restart begins with: the general attributes, and what has changed since.</summary>
    internal RestartAttributes NewRestartAttributes()
    {
        RestartAttributes attributes = AdapterAttributes.Defaults(General);
        attributes.Offloads = CurrentOffloads;
        attributes.MtuSize = _changedMtu ?? attributes.MtuSize;
        return attributes;
    }

    private void TakeNote(in StatusIndication indication)
    {
        switch (indication.StatusCode)
        {
            case NdisStatusCode.TaskOffloadCurrentConfig:
                CurrentOffloads = (OffloadCapabilities)indication.Payload!;
                break;
            case NdisStatusCode.L2MtuSizeChange:
                _changedMtu = (int)indication.Payload!;
                break;
        }
    }
}
