using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <summary>
/// Winsock Kernel of one host: a client of the transports and the provider of WSK, both through the network module registrar. Clients reach
/// it with a <see cref="WskRegistration"/>.
/// </summary>
public sealed partial class WskSubsystem : IStallReporter, ILeakSource
{
    private readonly string _traceName;
    private WskSocket? _firstSocket;

    /// <summary>Makes the driver of a host; <see cref="Start"/> registers it.</summary>
    /// <param name="kernel">The host.</param>
    public WskSubsystem(SimKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        Kernel = kernel;
        _traceName = kernel.Name + "/wsk";
        Pools = new WskPools(kernel);
        kernel.Io.LoadDriver("WSK", static _ => NtStatus.Success, out DriverObject? driver);
        kernel.Io.CreateDevice(driver!, null, DeviceType.Network, out DeviceObject? device);
        Device = device!;
        kernel.Loop.AddStallReporter(this);
        kernel.AddLeakSource(this);
    }

    /// <summary>Redirect records that clients hold values of.</summary>
    internal RedirectRecordTable RedirectRecords { get; } = new();

    /// <summary>The host.</summary>
    public SimKernel Kernel { get; }

    /// <summary>The device that stands for WSK in stack locations.</summary>
    public DeviceObject Device { get; }

    /// <summary>Who turns names into addresses for <see cref="WskProvider.GetAddressInfo"/>; a table of hosts unless replaced.</summary>
    public INameResolver NameResolver { get; set; } = new HostsTable();

    internal WskPools Pools { get; }

    internal int AddressLists { get; set; }

    void IStallReporter.ReportPending(StallReport report)
    {
        for (WskSocket? socket = _firstSocket; socket is not null; socket = socket.RegistryNext)
        {
            report.Add("socket", $"{Kernel.Name}: {socket}");
        }
    }

    void ILeakSource.ReportLeaks(LeakReport report)
    {
        for (WskSocket? socket = _firstSocket; socket is not null; socket = socket.RegistryNext)
        {
            report.Add("socket", $"{Kernel.Name}: {socket}", 1);
        }

        if (AddressLists != 0)
        {
            report.Add("address info", $"{Kernel.Name}: WskFreeAddressInfo was not called", AddressLists);
        }
    }

    internal void Add(WskSocket socket)
    {
        socket.RegistryNext = _firstSocket;
        if (_firstSocket is not null)
        {
            _firstSocket.RegistryPrevious = socket;
        }

        _firstSocket = socket;
    }

    internal void Remove(WskSocket socket)
    {
        if (socket.RegistryPrevious is { } previous)
        {
            previous.RegistryNext = socket.RegistryNext;
        }
        else
        {
            _firstSocket = socket.RegistryNext;
        }

        if (socket.RegistryNext is { } next)
        {
            next.RegistryPrevious = socket.RegistryPrevious;
        }

        socket.RegistryNext = null;
        socket.RegistryPrevious = null;
    }

    /// <summary>Traces a send request and gives it the id that its first list will have; 0 when nobody looks.</summary>
    internal ulong TraceSubmit(int bytes)
    {
        if (Kernel.Trace is not { } trace)
        {
            return 0;
        }

        ulong id = Kernel.NextCorrelationId();
        trace.Write(TraceEvent.At(Kernel, TraceKind.Submit, trace.Component(_traceName), id, bytes));
        return id;
    }

    /// <summary>Traces lists that reached a socket.</summary>
    internal void TraceReceive(NetBufferList? lists)
    {
        if (Kernel.Trace is not { } trace)
        {
            return;
        }

        ushort component = trace.Component(_traceName);
        for (NetBufferList? list = lists; list is not null; list = list.Next)
        {
            trace.Write(TraceEvent.At(Kernel, TraceKind.Deliver, component, list.CorrelationId, list.DataLength));
        }
    }
}
