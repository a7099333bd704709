using NetStackSim;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Tap;
using NetStackSim.TcpIp;

// Usage: TapHost [device] [seconds]. A simulated Windows host on a Linux TAP device that the kernel can ping and curl.
string name = args.Length > 0 ? args[0] : "simtap0";
int seconds = args.Length > 1 ? int.Parse(args[1]) : 60;
TapDevice device;
try
{
    device = TapDevice.Open(name, new TapOptions { VnetHeader = true });
}
catch (TapException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 4;
}

// Real time: the loop waits where the device is polled, and reads and writes frames on its own thread.
using var pacer = new TapPacer();
using var network = new SimNetwork(new SimNetworkOptions { Mode = EventLoopMode.Real, Pacer = pacer, Verifier = false, DigestFrames = false });
using var port = new TapPort(network.Wire, device, pacer);
SimHost host = network.AddHost("windows", builder => builder.Address("10.99.0.2/24").Address("fd99::2/64").Profile(StackProfile.Windows11));
network.Connect(host.Nic, port);

network.Run(async () =>
{
    await using EchoService echo = EchoService.Start(host.Kernel);
    await using HttpService http = HttpService.Start(host.Kernel, host.Stack.Store);
    Console.WriteLine($"{host.Address} is up on {name} for {seconds} s. In another terminal:");
    Console.WriteLine($"  ip addr add 10.99.0.1/24 dev {name} && ip link set {name} up");
    Console.WriteLine("  ping 10.99.0.2     curl http://10.99.0.2/     nc 10.99.0.2 7");
    await Task.Delay(TimeSpan.FromSeconds(seconds), network.TimeProvider);
    Console.WriteLine($"{http.AcceptedConnections} web and {echo.AcceptedConnections} echo connections were served.");
});

LeakReport leaks = network.Shutdown();
Console.WriteLine($"{port.FramesRead} frames in, {port.FramesWritten} frames out, {leaks}");
return leaks.IsClean ? 0 : 1;
