using System.Runtime.ExceptionServices;

namespace NetStackSim.Wsk.Tests;

/// <summary>Notices that an assertion of the running test failed, so that the checks at its end do not hide that failure behind their own.</summary>
internal sealed class TestFailure : IDisposable
{
    private readonly int _thread = Environment.CurrentManagedThreadId;

    public TestFailure() => AppDomain.CurrentDomain.FirstChanceException += OnException;

    public bool HasFailed { get; private set; }

    public void Dispose() => AppDomain.CurrentDomain.FirstChanceException -= OnException;

    private void OnException(object? sender, FirstChanceExceptionEventArgs e) =>
        HasFailed |= Environment.CurrentManagedThreadId == _thread
            && (e.Exception is NullReferenceException or InvalidOperationException || e.Exception.GetType().Namespace == "Xunit.Sdk");
}
