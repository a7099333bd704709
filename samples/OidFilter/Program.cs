using System.Buffers.Binary;
using System.Text;
using NetStackSim;
using NetStackSim.Ndis;
using OidFilter;

var filter = new AddressMask();
var asker = new Asker();
using var network = new SimNetwork(seed: 1);
SimHost alice = network.AddHost("alice", host => host.Address("10.0.0.1/24").Filter(filter, "address mask"));
ProtocolRegistration registration = alice.Ndis.RegisterProtocol(asker, new ProtocolOptions { Name = "ASKER" });
filter.Log.Clear();

network.Run(async () =>
{
    OidRequest name = asker.Query(Oid.GenVendorDescription, 64);
    OidRequest vendor = asker.Query(Oid.GenVendorId, 4);
    OidRequest size = asker.Query(Oid.GenMaximumTotalSize, 4);
    OidRequest unknown = asker.Query((Oid)0xFA00_0001, 4);
    await Task.Delay(TimeSpan.FromMilliseconds(1), network.TimeProvider);

    Console.WriteLine($"the card says it is a \"{Encoding.ASCII.GetString(name.InformationBuffer.Span[..name.BytesWritten]).TrimEnd('\0')}\"");
    Console.WriteLine($"of vendor 0x{BinaryPrimitives.ReadUInt32LittleEndian(vendor.InformationBuffer.Span):X6}, with frames of {BinaryPrimitives.ReadUInt32LittleEndian(size.InformationBuffer.Span)} bytes");
    Console.WriteLine($"an unknown request wrote {unknown.BytesWritten} bytes");
});

Console.WriteLine("what the filter saw:");
filter.Log.ForEach(static line => Console.WriteLine("  " + line));
registration.Dispose();
Console.WriteLine($"after shutdown: {network.Shutdown()}");
