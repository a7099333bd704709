using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>The bound ports of a protocol and the listeners behind them.</summary>
internal sealed class PortTable
{
    private readonly Dictionary<ushort, PortBinding> _ports = [];
    private readonly RandomStream _random;
    private readonly int _dynamicStart;
    private readonly int _dynamicCount;
    private int _nextOffset = -1;

    /// <summary>Makes an empty table.</summary>
    /// <param name="random">Where the first dynamic port comes from.</param>
    /// <param name="dynamicStart">The first dynamic port.</param>
    /// <param name="dynamicCount">Dynamic ports.</param>
    public PortTable(RandomStream random, int dynamicStart, int dynamicCount)
    {
        _random = random;
        _dynamicStart = dynamicStart;
        _dynamicCount = dynamicCount;
    }

    /// <summary>Ports that are bound at least once.</summary>
    public int Count => _ports.Count;

    /// <summary>Binds an address.</summary>
    /// <param name="local">The address; port 0 takes a free dynamic one.</param>
    /// <param name="sharing">How it is shared.</param>
    /// <param name="options">Family, owner, compartment.</param>
    /// <param name="binding">The binding.</param>
    /// <returns>Success, AddressAlreadyExists, AccessDenied, TooManyAddresses.</returns>
    public NtStatus TryBind(in IpEndpoint local, AddressSharing sharing, in EndpointOptions options, out PortBinding? binding)
    {
        binding = null;
        IpEndpoint endpoint = local;
        if (local.Port == 0 && !TryFindDynamic(local, options, out endpoint))
        {
            return NtStatus.TooManyAddresses;
        }

        NtStatus status = Check(endpoint, sharing, options);
        if (!status.IsSuccess)
        {
            return status;
        }

        binding = new PortBinding
        {
            Endpoint = endpoint,
            Sharing = sharing,
            Process = options.Process,
            Compartment = options.Compartment,
            DualMode = options.DualMode,
            Next = _ports.GetValueOrDefault(endpoint.Port),
        };
        _ports[endpoint.Port] = binding;
        return NtStatus.Success;
    }

    /// <summary>Gives a port up.</summary>
    public void Release(PortBinding binding)
    {
        ushort port = binding.Endpoint.Port;
        if (!_ports.TryGetValue(port, out PortBinding? first))
        {
            return;
        }

        if (first != binding)
        {
            while (first.Next != binding)
            {
                first = first.Next!;
            }

            first.Next = binding.Next;
        }
        else if (binding.Next is { } next)
        {
            _ports[port] = next;
        }
        else
        {
            _ports.Remove(port);
        }

        binding.Next = null;
    }

    /// <summary>The listener for a connection request: the one bound to the address before one bound to all, an own family before a dual one.</summary>
    public TcpListener? FindListener(in IpAddress local, ushort port, uint compartment)
    {
        TcpListener? best = null;
        int bestRank = 0;
        for (PortBinding? binding = _ports.GetValueOrDefault(port); binding is not null; binding = binding.Next)
        {
            if (binding.Listener is not { IsListening: true } listener || binding.Compartment != compartment)
            {
                continue;
            }

            int rank = Rank(binding, local);
            if (rank > bestRank)
            {
                best = listener;
                bestRank = rank;
            }
        }

        return best;
    }

    private static int Rank(PortBinding binding, in IpAddress local)
    {
        if (binding.Endpoint.Address == local)
        {
            return 3;
        }

        if (!binding.IsWildcard)
        {
            return 0;
        }

        if (binding.Endpoint.Address.IsV4 == local.IsV4)
        {
            return 2;
        }

        return binding.DualMode && local.IsV4 ? 1 : 0;
    }

    // Every port in turn from a random one on, so that a port that was just given up is the last to be used again.
    private bool TryFindDynamic(in IpEndpoint local, in EndpointOptions options, out IpEndpoint endpoint)
    {
        if (_nextOffset < 0)
        {
            _nextOffset = _random.Next(_dynamicCount);
        }

        for (int tried = 0; tried < _dynamicCount; tried++)
        {
            ushort port = (ushort)(_dynamicStart + _nextOffset);
            _nextOffset = (_nextOffset + 1) % _dynamicCount;
            endpoint = local.WithPort(port);
            if (IsFree(endpoint, options))
            {
                return true;
            }
        }

        endpoint = local;
        return false;
    }

    private bool IsFree(in IpEndpoint endpoint, in EndpointOptions options)
    {
        for (PortBinding? bound = _ports.GetValueOrDefault(endpoint.Port); bound is not null; bound = bound.Next)
        {
            if (bound.Overlaps(endpoint, options.DualMode, options.Compartment))
            {
                return false;
            }
        }

        return true;
    }

    private NtStatus Check(in IpEndpoint endpoint, AddressSharing sharing, in EndpointOptions options)
    {
        for (PortBinding? bound = _ports.GetValueOrDefault(endpoint.Port); bound is not null; bound = bound.Next)
        {
            if (!bound.Overlaps(endpoint, options.DualMode, options.Compartment))
            {
                continue;
            }

            bool same = SameAccount(bound.Process, options.Process);
            NtStatus status = BindSharing.Decide(bound.Sharing, bound.IsWildcard, sharing, endpoint.Address.IsUnspecified, same);
            if (!status.IsSuccess)
            {
                return status;
            }
        }

        return NtStatus.Success;
    }

    private static bool SameAccount(SimProcess? first, SimProcess? second) =>
        first == second || (first is not null && second is not null && first.Token.User.Equals(second.Token.User));
}
