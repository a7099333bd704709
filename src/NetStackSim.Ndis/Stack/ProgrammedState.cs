namespace NetStackSim.Ndis;

/// <summary>What a miniport was told last about addresses and framing: NDIS tells it again after a reset or a new start that lost it.</summary>
internal sealed class ProgrammedState
{
    private static readonly Oid[] _kept = [Oid.GenCurrentPacketFilter, Oid.Ethernet8023MulticastList, Oid.OffloadEncapsulation];

    private readonly byte[]?[] _values = new byte[]?[_kept.Length];

    /// <summary>The miniport took a set request.</summary>
    public void Note(OidRequest request)
    {
        int index = Array.IndexOf(_kept, request.Oid);
        if (index >= 0)
        {
            _values[index] = request.InformationBuffer.ToArray();
        }
    }

    /// <summary>The requests that bring the miniport back to where it was, in the documented order.</summary>
    public Queue<OidRequest> Requests()
    {
        Queue<OidRequest> requests = new();
        for (int i = 0; i < _kept.Length; i++)
        {
            if (_values[i] is { } value)
            {
                requests.Enqueue(OidRequest.Set(_kept[i], value.ToArray().AsMemory()));
            }
        }

        return requests;
    }

    /// <summary>The adapter is another one from here on.</summary>
    public void Clear() => Array.Clear(_values);
}
