namespace NetStackSim.Kernel;

/// <summary>One driver's part of an IRP (IO_STACK_LOCATION): what it is asked to do, and whom to call when it is done.</summary>
/// <remarks>
/// A location belongs to its IRP for life and is reused with it. The union of parameters is flat here: four object arguments and four numbers whose
/// meaning the major and minor code give (Parameters.Others on Windows), and the three fields of a device control.
/// </remarks>
public sealed class IoStackLocation
{
    internal IoStackLocation()
    {
    }

    /// <summary>What is asked for.</summary>
    public IrpMajorFunction MajorFunction { get; set; }

    /// <summary>The request within the major function, e.g. a TDI_xxx code.</summary>
    public byte MinorFunction { get; set; }

    /// <summary>Flags of the request (SL_xxx of the major function).</summary>
    public byte Flags { get; set; }

    /// <summary>Pending mark and invoke flags.</summary>
    public StackLocationControl Control { get; internal set; }

    /// <summary>The device whose driver owns this location; set when the IRP is handed over.</summary>
    public DeviceObject? DeviceObject { get; internal set; }

    /// <summary>The open file the request is about; null for requests without one.</summary>
    public FileObject? FileObject { get; set; }

    /// <summary>Control code of a device control.</summary>
    public uint IoControlCode { get; set; }

    /// <summary>Bytes of input of a device control, or the length of a read or write.</summary>
    public int InputBufferLength { get; set; }

    /// <summary>Bytes of room for output of a device control.</summary>
    public int OutputBufferLength { get; set; }

    /// <summary>First object argument.</summary>
    public object? Argument1 { get; set; }

    /// <summary>Second object argument.</summary>
    public object? Argument2 { get; set; }

    /// <summary>Third object argument.</summary>
    public object? Argument3 { get; set; }

    /// <summary>Fourth object argument.</summary>
    public object? Argument4 { get; set; }

    /// <summary>First numeric argument.</summary>
    public ulong Value1 { get; set; }

    /// <summary>Second numeric argument.</summary>
    public ulong Value2 { get; set; }

    /// <summary>Third numeric argument.</summary>
    public ulong Value3 { get; set; }

    /// <summary>Fourth numeric argument.</summary>
    public ulong Value4 { get; set; }

    /// <summary>The routine of the driver above, called when the driver of this location is done.</summary>
    internal IrpCompletionRoutine? CompletionRoutine { get; set; }

    /// <summary>Context of <see cref="CompletionRoutine"/>.</summary>
    internal object? Context { get; set; }

    /// <summary>The verifier's open dispatch frame of this location plus one; zero: none.</summary>
    internal int VerifierFrame { get; set; }

    /// <summary>Copies what the driver below needs, and not the completion routine or the control bits (IoCopyCurrentIrpStackLocationToNext).</summary>
    internal void CopyTo(IoStackLocation next)
    {
        next.MajorFunction = MajorFunction;
        next.MinorFunction = MinorFunction;
        next.Flags = Flags;
        next.FileObject = FileObject;
        next.IoControlCode = IoControlCode;
        next.InputBufferLength = InputBufferLength;
        next.OutputBufferLength = OutputBufferLength;
        next.Argument1 = Argument1;
        next.Argument2 = Argument2;
        next.Argument3 = Argument3;
        next.Argument4 = Argument4;
        next.Value1 = Value1;
        next.Value2 = Value2;
        next.Value3 = Value3;
        next.Value4 = Value4;
        next.Control = StackLocationControl.None;
        next.CompletionRoutine = null;
        next.Context = null;
    }

    /// <summary>Back to the state of a location nobody has filled in.</summary>
    internal void Clear()
    {
        MajorFunction = IrpMajorFunction.Create;
        MinorFunction = 0;
        Flags = 0;
        Control = StackLocationControl.None;
        DeviceObject = null;
        FileObject = null;
        IoControlCode = 0;
        InputBufferLength = 0;
        OutputBufferLength = 0;
        Argument1 = null;
        Argument2 = null;
        Argument3 = null;
        Argument4 = null;
        Value1 = 0;
        Value2 = 0;
        Value3 = 0;
        Value4 = 0;
        CompletionRoutine = null;
        Context = null;
        VerifierFrame = 0;
    }
}
