namespace NetStackSim.Kernel;

/// <summary>A raised IRQL; disposing it goes back to the level before.</summary>
public readonly ref struct IrqlScope
{
    private readonly Processor _processor;
    private readonly Irql _before;

    internal IrqlScope(Processor processor, Irql before)
    {
        _processor = processor;
        _before = before;
    }

    /// <summary>Lowers the processor to the level before the raise.</summary>
    [WindowsDdi("KeLowerIrql")]
    public void Dispose() => _processor.SetIrql(_before);
}
