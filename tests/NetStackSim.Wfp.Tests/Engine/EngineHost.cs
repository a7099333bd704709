using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Tests;

/// <summary>A running host with an engine, on virtual time; can be rebooted with its registry.</summary>
internal sealed class EngineHost
{
    internal EngineHost(RegistryHive? registry = null, bool staysInBootTime = false, WfpSemantics? semantics = null)
    {
        Loop = new EventLoop();
        Kernel = new SimKernel(Loop, new SimKernelOptions { Registry = registry });
        Kernel.EnterPhase(HostPhase.BootTime);
        Engine = new FilterEngine(Kernel, semantics);
        if (!staysInBootTime)
        {
            Kernel.EnterPhase(HostPhase.Running);
        }
    }

    internal EventLoop Loop { get; }

    internal SimKernel Kernel { get; }

    internal FilterEngine Engine { get; }

    internal static Filter BlockAll(string name = "block", LayerId layer = LayerId.AleAuthConnectV4) =>
        new() { Name = name, LayerKey = LayerCatalog.Current.Get(layer).Key, Action = FilterActionType.Block };

    internal ClassifyResult Classify(LayerId layer = LayerId.AleAuthConnectV4)
    {
        EngineLayer running = Engine.Layer(layer);
        ClassifyMetadata metadata = default;
        running.Classify(new ClassifyValues(running.Schema), ref metadata, null, out ClassifyResult result);
        return result;
    }

    internal Task At(long ns) => Kernel.Now >= ns ? Task.CompletedTask : new KernelEvent(Kernel).WaitAsync(ns - Kernel.Now).AsTask();
}
