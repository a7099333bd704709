using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>One indication that an echo connection keeps until the last of its pieces was sent back and acknowledged.</summary>
internal sealed class EchoBatch(EchoConnection connection)
{
    private WskDataIndication? _data;
    private int _pieces;

    /// <summary>Takes an indication; one piece is counted for the caller.</summary>
    public void Start(WskDataIndication data)
    {
        _data = data;
        _pieces = 1;
    }

    /// <summary>One more send refers to the data.</summary>
    public void AddPiece() => _pieces++;

    /// <summary>A send is back, or the caller is done; the last one gives the data back to WSK.</summary>
    public void PieceDone()
    {
        if (--_pieces > 0)
        {
            return;
        }

        WskDataIndication data = _data!;
        _data = null;
        connection.Release(this, data);
    }
}
