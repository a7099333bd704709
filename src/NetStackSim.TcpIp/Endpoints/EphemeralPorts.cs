using NetStackSim.Kernel;

namespace NetStackSim.TcpIp;

/// <summary>Chooses dynamic ports (RFC 6056 algorithm 1: a random start, then upwards), from the range of the profile.</summary>
internal sealed class EphemeralPorts(StackProfile profile, RandomStream random)
{
    /// <summary>Says whether a port can be had.</summary>
    internal interface IPortFilter
    {
        /// <summary>True when nobody has it.</summary>
        bool IsFree(ushort port);
    }

    /// <summary>Chooses a free port.</summary>
    /// <returns>False when all are taken.</returns>
    internal bool TryChoose<TFilter>(TFilter filter, out ushort port)
        where TFilter : IPortFilter
    {
        int start = random.Next(profile.DynamicPortCount);
        for (int i = 0; i < profile.DynamicPortCount; i++)
        {
            port = (ushort)(profile.DynamicPortStart + ((start + i) % profile.DynamicPortCount));
            if (filter.IsFree(port))
            {
                return true;
            }
        }

        port = 0;
        return false;
    }
}
