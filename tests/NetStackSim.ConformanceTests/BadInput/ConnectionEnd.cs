using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.BadInput;

/// <summary>How and when a connection of the victim ended; no error is an orderly end.</summary>
internal sealed record ConnectionEnd(long TimeNs, IpEndpoint Local, IpEndpoint Remote, Exception? Error);
