using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The interrupts of a device, as its hardware sees them: a line, messages with their table (MSI-X), or both of which the driver gets one.</summary>
/// <remarks>The device raises; whether and where somebody listens is the business of NDIS. A message that is raised while masked is delivered when unmasked.</remarks>
public sealed class InterruptResources
{
    /// <summary>The most messages: one bit each in a register.</summary>
    public const int MaximumMessages = 64;

    private readonly Processor[] _targets;
    private InterruptObject[]? _messages;
    private IInterruptTarget? _service;
    private ulong _masked;
    private ulong _pending;
    private bool _holdsLine;

    /// <summary>Makes the resources of a device.</summary>
    /// <param name="messageTargets">The processor of each message; empty for a device without messages.</param>
    /// <param name="line">The line; null for a device without one.</param>
    public InterruptResources(ReadOnlySpan<Processor> messageTargets, InterruptLine? line = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(messageTargets.Length, MaximumMessages, nameof(messageTargets));
        _targets = messageTargets.ToArray();
        Line = line;
    }

    /// <summary>The line, or null.</summary>
    public InterruptLine? Line { get; }

    /// <summary>How many messages there are.</summary>
    public int MessageCount => _targets.Length;

    /// <summary>True while a driver listens.</summary>
    public bool IsConnected => _service is not null;

    /// <summary>The processor that takes a message.</summary>
    /// <param name="message">Number of the message.</param>
    public Processor TargetOf(int message) => _targets[message];

    /// <summary>The device interrupts: it sends the message, or begins to hold the line. Nothing happens while no driver listens.</summary>
    /// <param name="message">Number of the message; not looked at on a line.</param>
    public void Raise(int message = 0)
    {
        if (_messages is { } messages)
        {
            if ((_masked & (1UL << message)) == 0)
            {
                messages[message].Assert();
            }
            else
            {
                _pending |= 1UL << message;
            }
        }
        else if (_service is not null && !_holdsLine)
        {
            _holdsLine = true;
            Line!.Assert();
        }
    }

    /// <summary>The device lets its line go. Nothing for messages.</summary>
    public void Lower()
    {
        if (_holdsLine)
        {
            _holdsLine = false;
            Line!.Release();
        }
    }

    /// <summary>Sets the mask bit of a message in the table.</summary>
    /// <param name="message">Number of the message.</param>
    public void Mask(int message) => _masked |= 1UL << message;

    /// <summary>Clears the mask bit; a message that was raised meanwhile is sent now.</summary>
    /// <param name="message">Number of the message.</param>
    public void Unmask(int message)
    {
        ulong bit = 1UL << message;
        _masked &= ~bit;
        if ((_pending & bit) != 0)
        {
            _pending &= ~bit;
            _messages?[message].Assert();
        }
    }

    /// <summary>True while the mask bit of a message is set.</summary>
    /// <param name="message">Number of the message.</param>
    public bool IsMasked(int message) => (_masked & (1UL << message)) != 0;

    internal void Connect(IInterruptTarget lineService)
    {
        _service = lineService;
        Line!.Connect(lineService);
    }

    internal void Connect(ReadOnlySpan<IInterruptTarget> messageServices)
    {
        _service = messageServices[0];
        InterruptObject[] messages = new InterruptObject[_targets.Length];
        for (int i = 0; i < messages.Length; i++)
        {
            messages[i] = new InterruptObject(_targets[i], messageServices[i], i);
        }

        _messages = messages;
    }

    internal void Disconnect()
    {
        Lower();
        if (_messages is null && _service is not null)
        {
            Line!.Disconnect(_service);
        }

        _messages = null;
        _service = null;
        _pending = 0;
        _masked = 0;
    }
}
