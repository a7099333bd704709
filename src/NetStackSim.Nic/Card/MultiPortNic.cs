using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <summary>One board with several ports: each is a function of its own on the bus, with wire, rings, adapter and driver stack of its own.</summary>
/// <remarks>
/// <para>
/// What is one is the board: the name, the run of burnt-in addresses, the interrupt line when the options name one, and the slot, so that pulling the board out takes
/// all its adapters away. What a port does (reset, pause, link, statistics) its neighbours do not notice.
/// </para>
/// <para>Not to be mistaken for NDIS ports (<see cref="NdisPort"/>), which are several doors into one driver stack.</para>
/// </remarks>
public sealed class MultiPortNic
{
    private readonly List<MiniportAdapter> _adapters = [];

    /// <summary>Makes a board without cables and drivers.</summary>
    /// <param name="kernel">The host that it is plugged into.</param>
    /// <param name="frames">The frames of the loop.</param>
    /// <param name="options">
    /// What each port is; null for gigabit ports with everything offloaded. Port n is called name "/port" n and has the address of the options plus n.
    /// </param>
    /// <param name="ports">How many ports; 1 to 8, as many functions as a device has.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option or the number of ports is out of range.</exception>
    public MultiPortNic(SimKernel kernel, FramePool frames, VirtualNicOptions? options = null, int ports = 2)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentOutOfRangeException.ThrowIfLessThan(ports, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ports, 8);
        options ??= new VirtualNicOptions();
        Name = options.Name ?? kernel.Name + "/nic";
        VirtualNic[] made = new VirtualNic[ports];
        for (int i = 0; i < ports; i++)
        {
            ulong first = i == 0 ? options.MacAddress.Value : made[0].MacAddress.Value;
            made[i] = new VirtualNic(kernel, frames, options with { Name = $"{Name}/port{i}", MacAddress = first == 0 ? MacAddress.None : new MacAddress(first + (ulong)i) });
        }

        Ports = made;
    }

    /// <summary>Name of the board.</summary>
    public string Name { get; }

    /// <summary>The ports, by function number; plug each into its wire with <see cref="Wire.Connect"/>.</summary>
    public IReadOnlyList<VirtualNic> Ports { get; }

    /// <summary>The adapters of the ports, once installed.</summary>
    public IReadOnlyList<MiniportAdapter> Adapters => _adapters;

    /// <summary>Plugs the board in: the bus reports one device for each port, and each gets an adapter with a driver stack of its own. IRQL: Passive.</summary>
    /// <param name="ndis">NDIS of the host.</param>
    /// <param name="driver">The driver of the cards; one for all ports.</param>
    /// <param name="name">Connection name of the first adapter; the others are called "name 2" and so on.</param>
    /// <returns>The adapters, by function number.</returns>
    public IReadOnlyList<MiniportAdapter> Install(NdisRuntime ndis, MiniportRegistration driver, string name = "Ethernet")
    {
        ArgumentNullException.ThrowIfNull(ndis);
        for (int i = 0; i < Ports.Count; i++)
        {
            _adapters.Add(ndis.AddAdapter(driver, new AdapterOptions { Name = i == 0 ? name : $"{name} {i + 1}", Device = Ports[i] }));
        }

        return _adapters;
    }

    /// <summary>Somebody pulls the board out of its slot: every adapter is removed by surprise. IRQL: Passive.</summary>
    /// <returns>The removals, by function number.</returns>
    public IReadOnlyList<StackOperation> SurpriseRemove(NdisRuntime ndis)
    {
        ArgumentNullException.ThrowIfNull(ndis);
        StackOperation[] removals = [.. _adapters.Select(ndis.SurpriseRemoveAdapter)];
        _adapters.Clear();
        return removals;
    }
}
