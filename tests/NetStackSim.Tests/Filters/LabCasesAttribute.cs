using System.Reflection;
using NetStackSim.Packets;
using NetStackSim.Wfp;
using Xunit.Sdk;

namespace NetStackSim.Tests.Filters;

/// <summary>Runs a scenario for both families with both engines; further arguments of the scenario come behind them.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class LabCasesAttribute(params object[] more) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        from family in new[] { IpFamily.V4, IpFamily.V6 }
        from engine in new[] { ClassifierKind.Compiled, ClassifierKind.Reference }
        select (object[])[family, engine, .. more];
}
