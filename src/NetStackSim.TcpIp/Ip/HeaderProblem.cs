namespace NetStackSim.TcpIp;

/// <summary>What is wrong with options or extension headers, and which parameter problem the sender is told, if any.</summary>
/// <param name="Cause">Why the packet is dropped; null when nothing is wrong.</param>
/// <param name="Report">How the sender is told.</param>
/// <param name="Code">The code of the parameter problem.</param>
/// <param name="Pointer">The offset of the offending byte from the start of the packet.</param>
internal readonly record struct HeaderProblem(DropCause? Cause, HeaderProblem.Reporting Report = HeaderProblem.Reporting.None, byte Code = 0, uint Pointer = 0)
{
    /// <summary>When a parameter problem is sent.</summary>
    internal enum Reporting : byte
    {
        /// <summary>Never.</summary>
        None,

        /// <summary>Unless the packet was sent to a group.</summary>
        Unicast,

        /// <summary>Also when the packet was sent to a group (IPv6 option action 10).</summary>
        Always,
    }

    /// <summary>Nothing is wrong.</summary>
    internal bool IsNone => Cause is null;

    /// <summary>Drops and tells a unicast sender.</summary>
    internal static HeaderProblem Tell(DropCause cause, byte code, int pointer) => new(cause, Reporting.Unicast, code, (uint)pointer);
}
