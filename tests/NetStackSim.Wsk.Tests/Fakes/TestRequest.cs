using NetStackSim.Kernel;

namespace NetStackSim.Wsk.Tests;

/// <summary>One WSK request with its own IRP: what the call returned, whether and how it ended.</summary>
internal sealed class TestRequest
{
    private readonly List<string>? _log;
    private readonly string _name;

    public TestRequest(SimKernel kernel, string name, List<string>? log = null)
    {
        _name = name;
        _log = log;
        Irp = kernel.Io.AllocateIrp(1, name);
        Irp.SetCompletionRoutine(OnCompleted, this);
    }

    public Irp Irp { get; }

    public NtStatus Call { get; set; }

    public bool IsDone => Completions == 1;

    public int Completions { get; private set; }

    public NtStatus Status { get; private set; }

    public int Information { get; private set; }

    public object? Result { get; private set; }

    /// <summary>Runs inside the completion routine.</summary>
    public Action<TestRequest>? Then { get; set; }

    /// <summary>Asserts that the request ended, in its call or after Pending, and how.</summary>
    public void Ended(NtStatus status, int information = 0)
    {
        Assert.Equal(1, Completions);
        Assert.Equal(status, Status);
        Assert.Equal(information, Information);
        Assert.True(Call == NtStatus.Pending || Call == status, $"{_name} returned {Call} and ended with {status}.");
    }

    public void IsPending()
    {
        Assert.Equal(NtStatus.Pending, Call);
        Assert.Equal(0, Completions);
    }

    private static string Short(NtStatus status) => status == NtStatus.Success ? "Success" : status == NtStatus.Cancelled ? "Cancelled" : status.Name;

    private static NtStatus OnCompleted(Irp irp, object? context)
    {
        var request = (TestRequest)context!;
        request.Completions++;
        request.Status = irp.Status;
        request.Information = (int)irp.Information;
        request.Result = irp.InformationObject;
        request._log?.Add($"{request._name} {Short(irp.Status)} {irp.Information}");
        irp.Free();
        request.Then?.Invoke(request);
        return NtStatus.MoreProcessingRequired;
    }
}
