using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.BadInput;

/// <summary>A client connection that sends now and then and reads what comes back, until it ends one way or another.</summary>
internal sealed class Conversation(SimNetwork network, SimHost from, IpEndpoint to, Action<SimHost, IpEndpoint, IpEndpoint, Exception?> ended)
{
    private static readonly byte[] Data = new byte[8192];

    private SimTcpStream? _stream;
    private bool _writing;

    public SimHost From => from;

    public IpFamily Family => to.Address.Family;

    public bool IsOver { get; private set; }

    public Task Completion { get; private set; } = Task.CompletedTask;

    public void Start() => Completion = RunAsync();

    public void Send(int bytes)
    {
        if (_stream is not null && !_writing && !IsOver)
        {
            network.Loop.Post(static state => ((Action)state!)(), (Action)(() => _ = WriteAsync(Math.Min(bytes, Data.Length))));
        }
    }

    public void Abort() => _stream?.Abort();

    private async Task RunAsync()
    {
        IpEndpoint local = default;
        Exception? error = null;
        try
        {
            _stream = await from.Sockets.ConnectAsync(to);
            local = _stream.LocalEndpoint;
            byte[] buffer = new byte[4096];
            while (await _stream.ReadAsync(buffer) > 0)
            {
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketStatusException)
        {
            error = e;
        }

        IsOver = true;
        ended(from, local, to, error);
        if (_stream is not null)
        {
            await _stream.DisposeAsync();
        }
    }

    private async Task WriteAsync(int bytes)
    {
        if (_writing || IsOver)
        {
            return;
        }

        _writing = true;
        try
        {
            await _stream!.WriteAsync(Data.AsMemory(0, bytes));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The reader sees the end too.
        }
        finally
        {
            _writing = false;
        }
    }
}
