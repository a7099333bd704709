using Mono.Cecil;

namespace NetStackSim.ArchitectureTests;

/// <summary>The product's assemblies as they were built, read without loading them.</summary>
internal static class ProductAssemblies
{
    /// <summary>Which of our assemblies each of our assemblies may refer to (design section 2); fewer is fine.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Allowed = new Dictionary<string, string[]>
    {
        ["NetStackSim.Packets"] = [],
        ["NetStackSim.Kernel"] = ["Packets"],
        ["NetStackSim.Ndis"] = ["Kernel", "Packets"],
        ["NetStackSim.Nic"] = ["Kernel", "Packets", "Ndis"],
        ["NetStackSim.Transport"] = ["Kernel", "Packets", "Ndis"],
        ["NetStackSim.TcpIp"] = ["Kernel", "Packets", "Transport", "Ndis"],
        ["NetStackSim.Wfp"] = ["Kernel", "Packets", "Transport", "Ndis"],
        ["NetStackSim.Wfp.Shims"] = ["Kernel", "Packets", "TcpIp", "Wfp", "Transport", "Ndis"],
        ["NetStackSim.Wsk"] = ["Kernel", "Packets", "Transport", "Ndis"],
        ["NetStackSim.Simulation"] = ["Kernel", "Packets", "Nic", "Ndis"],
        ["NetStackSim.Tap"] = ["Kernel", "Packets", "Nic", "Ndis"],
        ["NetStackSim"] = ["Kernel", "Packets", "Ndis", "Nic", "Transport", "TcpIp", "Wfp", "Wfp.Shims", "Wsk", "Simulation"],
        ["NetStackSim.Testing"] = ["Kernel", "Packets", "Ndis", "Nic", "Transport", "TcpIp", "Wfp", "Wfp.Shims", "Wsk", "Simulation", ""],
        ["NetStackSim.Cli"] = ["Kernel", "Packets", "Ndis", "Nic", "Transport", "TcpIp", "Wfp", "Wfp.Shims", "Wsk", "Simulation", "", "Tap", "Testing"],
    };

    /// <summary>Every assembly that may touch the clock, threads and the operating system.</summary>
    public static bool IsOutsideTheLoop(string assembly) => assembly is "NetStackSim.Tap" or "NetStackSim.Cli";

    /// <summary>Opens an assembly from the folder of this test.</summary>
    public static AssemblyDefinition Read(string name) =>
        AssemblyDefinition.ReadAssembly(Path.Combine(AppContext.BaseDirectory, name + ".dll"));

    /// <summary>All methods with a body, nested types included.</summary>
    public static IEnumerable<MethodDefinition> MethodsOf(AssemblyDefinition assembly) =>
        assembly.MainModule.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody);

    /// <summary>Names for theory rows.</summary>
    public static TheoryData<string> Names()
    {
        var data = new TheoryData<string>();
        foreach (string name in Allowed.Keys)
        {
            data.Add(name);
        }

        return data;
    }
}
