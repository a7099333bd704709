namespace NetStackSim.Benchmarks.Quick;

/// <summary>One figure of the quick run.</summary>
/// <param name="Name">Stable name, for example <c>tcp.bulk.1460.copy</c>.</param>
/// <param name="Value">The median.</param>
/// <param name="Unit">Unit, with "per CPU-second" meant where a rate is given.</param>
internal sealed record QuickResult(string Name, double Value, string Unit);
