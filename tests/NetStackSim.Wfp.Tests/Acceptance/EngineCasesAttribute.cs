using System.Reflection;
using Xunit.Sdk;

namespace NetStackSim.Wfp.Tests;

/// <summary>Runs a scenario at the layer of both families with both engines; further arguments of the scenario come behind them.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class EngineCasesAttribute(params object[] more) : DataAttribute
{
    /// <summary>The layer of the older family.</summary>
    public LayerId LayerV4 { get; set; } = LayerId.AleAuthConnectV4;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        from layer in new[] { LayerV4, (LayerId)((ushort)LayerV4 + 2) }
        from classifier in new[] { ClassifierKind.Compiled, ClassifierKind.Reference }
        select (object[])[layer, classifier, .. more];
}
