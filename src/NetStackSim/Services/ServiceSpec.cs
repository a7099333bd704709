using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim;

/// <summary>A service and its port, as in <c>echo:7</c>.</summary>
/// <param name="Name">echo, discard, chargen or http.</param>
/// <param name="Port">The port.</param>
public readonly record struct ServiceSpec(string Name, ushort Port)
{
    private static readonly (string Name, ushort Port)[] Known =
    [
        ("echo", EchoService.DefaultPort),
        ("discard", DiscardService.DefaultPort),
        ("chargen", ChargenService.DefaultPort),
        ("http", HttpService.DefaultPort),
    ];

    /// <summary>The names that <see cref="TryParse"/> knows, separated by commas.</summary>
    public static string KnownNames => string.Join(", ", Known.Select(static known => known.Name));

    /// <summary>Reads a list such as <c>echo:7,discard:9,http</c>; a name without a port means the well-known one.</summary>
    /// <param name="text">The list.</param>
    /// <returns>The services in the order of the text.</returns>
    /// <exception cref="FormatException">What is wrong, and where.</exception>
    public static IReadOnlyList<ServiceSpec> Parse(string text) =>
        TryParse(text, out IReadOnlyList<ServiceSpec>? services, out string? error) ? services : throw new FormatException(error);

    /// <summary>Reads a list such as <c>echo:7,discard:9,http</c>.</summary>
    /// <param name="text">The list.</param>
    /// <param name="services">The services in the order of the text.</param>
    /// <param name="error">What is wrong, in one sentence.</param>
    /// <returns>True when every element is a service and no port occurs twice.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out IReadOnlyList<ServiceSpec>? services, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        services = null;
        List<ServiceSpec> found = [];
        foreach (string element in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            error = ParseOne(element, found);
            if (error is not null)
            {
                return false;
            }
        }

        services = found;
        error = null;
        return true;
    }

    /// <summary>Starts the service.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="store">The tables of its stack, for pages about it.</param>
    /// <param name="process">The owner that filters see; null is the System process.</param>
    /// <returns>The running service.</returns>
    /// <exception cref="SocketStatusException">The port is taken, or a filter blocks it.</exception>
    public TcpService Start(SimKernel kernel, INetworkStore store, SimProcess? process = null) => Name switch
    {
        "echo" => EchoService.Start(kernel, Port, process),
        "discard" => DiscardService.Start(kernel, Port, process),
        "chargen" => ChargenService.Start(kernel, Port, process),
        "http" => HttpService.Start(kernel, store, Port, process),
        _ => throw new InvalidOperationException($"There is no service '{Name}'; there are {KnownNames}."),
    };

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}:{Port}");

    private static string? ParseOne(string element, List<ServiceSpec> found)
    {
        int colon = element.IndexOf(':');
        string name = (colon < 0 ? element : element[..colon]).ToLowerInvariant();
        int index = Array.FindIndex(Known, known => known.Name == name);
        if (index < 0)
        {
            return $"'{element}': there is no service '{name}'; there are {KnownNames}.";
        }

        ushort port = Known[index].Port;
        if (colon >= 0 && (!ushort.TryParse(element.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port == 0))
        {
            return $"'{element}': the port is a number from 1 to 65535.";
        }

        if (found.Exists(other => other.Port == port))
        {
            return $"'{element}': port {port} is in the list twice.";
        }

        found.Add(new ServiceSpec(name, port));
        return null;
    }
}
