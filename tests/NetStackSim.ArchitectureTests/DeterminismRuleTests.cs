using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NetStackSim.ArchitectureTests;

/// <summary>What the core must not do for runs to repeat: read clocks, draw from shared chance, start threads, walk unordered tables.</summary>
public sealed class DeterminismRuleTests
{
    // The pacer waits for real time, the quiescence asks the thread pool, the loop's inbox takes posts of foreign threads.
    private static readonly string[] TypesThatMayWait = ["RealTimePacer", "ThreadPoolQuiescence", "EventLoop", "LoopInbox"];

    private static readonly string[] ForbiddenTypes =
    [
        "System.Threading.Thread", "System.Threading.ThreadPool", "System.Threading.Timer", "System.Diagnostics.Stopwatch",
        "System.Random", "System.HashCode",
    ];

    private static readonly string[] ForbiddenMembers =
    [
        "System.DateTime::get_Now", "System.DateTime::get_UtcNow", "System.DateTimeOffset::get_Now", "System.DateTimeOffset::get_UtcNow",
        "System.Environment::get_TickCount", "System.Environment::get_TickCount64", "System.Guid::NewGuid",
        "System.Threading.Tasks.Task::Run", "System.TimeProvider::get_System",
    ];

    private static readonly string[] UnorderedTypes =
    [
        "System.Collections.Generic.Dictionary`2", "System.Collections.Generic.HashSet`1",
    ];

    [Theory]
    [MemberData(nameof(ProductAssemblies.Names), MemberType = typeof(ProductAssemblies))]
    public void Assembly_ClocksChanceAndThreads_AreNotUsed(string name)
    {
        if (ProductAssemblies.IsOutsideTheLoop(name))
        {
            return;
        }

        Assert.Empty(Calls(name, call => IsForbidden(call) ? call.FullName : null));
    }

    [Theory]
    [MemberData(nameof(ProductAssemblies.Names), MemberType = typeof(ProductAssemblies))]
    public void Assembly_UnorderedCollections_AreNotEnumerated(string name)
    {
        if (ProductAssemblies.IsOutsideTheLoop(name))
        {
            return;
        }

        Assert.Empty(Calls(name, call => IsUnorderedWalk(call) ? call.FullName : null));
    }

    [Theory]
    [MemberData(nameof(ProductAssemblies.Names), MemberType = typeof(ProductAssemblies))]
    public void Assembly_PlatformInvoke_IsOnlyInTap(string name)
    {
        using var assembly = ProductAssemblies.Read(name);
        var native = assembly.MainModule.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasPInvokeInfo);

        if (name != "NetStackSim.Tap")
        {
            Assert.Empty(native.Select(method => method.FullName));
        }
    }

    private static List<string> Calls(string name, Func<MethodReference, string?> select)
    {
        using var assembly = ProductAssemblies.Read(name);
        var found = new List<string>();
        foreach (MethodDefinition method in ProductAssemblies.MethodsOf(assembly))
        {
            if (TypesThatMayWait.Contains(OutermostType(method.DeclaringType)))
            {
                continue;
            }

            foreach (Instruction instruction in method.Body.Instructions)
            {
                if (instruction.Operand is MethodReference call && select(call) is { } what)
                {
                    found.Add($"{method.FullName} calls {what}");
                }
            }
        }

        return found;
    }

    private static string OutermostType(TypeDefinition type)
    {
        while (type.DeclaringType is not null)
        {
            type = type.DeclaringType;
        }

        return type.Name;
    }

    private static bool IsForbidden(MethodReference call)
    {
        string type = call.DeclaringType.GetElementType().FullName;
        return ForbiddenTypes.Contains(type) || ForbiddenMembers.Contains($"{type}::{call.Name}");
    }

    private static bool IsUnorderedWalk(MethodReference call)
    {
        string type = call.DeclaringType.GetElementType().FullName;
        return UnorderedTypes.Contains(type) && call.Name is "GetEnumerator" or "get_Keys" or "get_Values";
    }
}
