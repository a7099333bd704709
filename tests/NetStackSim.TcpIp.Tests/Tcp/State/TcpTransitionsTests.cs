namespace NetStackSim.TcpIp.Tests.Tcp;

public sealed class TcpTransitionsTests
{
    // Figure 5 of RFC 9293, edge by edge; every other cell must be empty.
    private static readonly Dictionary<(TcpState, TcpEvent), TcpState> Edges = new()
    {
        [(TcpState.Closed, TcpEvent.PassiveOpen)] = TcpState.Listen,
        [(TcpState.Closed, TcpEvent.ActiveOpen)] = TcpState.SynSent,
        [(TcpState.Listen, TcpEvent.ActiveOpen)] = TcpState.SynSent,
        [(TcpState.Listen, TcpEvent.SynArrives)] = TcpState.SynReceived,
        [(TcpState.Listen, TcpEvent.UserClose)] = TcpState.Closed,
        [(TcpState.Listen, TcpEvent.Abort)] = TcpState.Closed,
        [(TcpState.SynSent, TcpEvent.SynArrives)] = TcpState.SynReceived,
        [(TcpState.SynSent, TcpEvent.SynAckArrives)] = TcpState.Established,
        [(TcpState.SynSent, TcpEvent.UserClose)] = TcpState.Closed,
        [(TcpState.SynSent, TcpEvent.Abort)] = TcpState.Closed,
        [(TcpState.SynReceived, TcpEvent.SynAcknowledged)] = TcpState.Established,
        [(TcpState.SynReceived, TcpEvent.UserClose)] = TcpState.FinWait1,
        [(TcpState.SynReceived, TcpEvent.FinArrives)] = TcpState.CloseWait,
        [(TcpState.SynReceived, TcpEvent.Abort)] = TcpState.Closed,
        [(TcpState.Established, TcpEvent.UserClose)] = TcpState.FinWait1,
        [(TcpState.Established, TcpEvent.FinArrives)] = TcpState.CloseWait,
        [(TcpState.Established, TcpEvent.Abort)] = TcpState.Closed,
        [(TcpState.FinWait1, TcpEvent.FinArrives)] = TcpState.Closing,
        [(TcpState.FinWait1, TcpEvent.FinAcknowledged)] = TcpState.FinWait2,
        [(TcpState.FinWait1, TcpEvent.Abort)] = TcpState.Closed,
        [(TcpState.FinWait2, TcpEvent.FinArrives)] = TcpState.TimeWait,
        [(TcpState.FinWait2, TcpEvent.Abort)] = TcpState.Closed,
        [(TcpState.CloseWait, TcpEvent.UserClose)] = TcpState.LastAck,
        [(TcpState.CloseWait, TcpEvent.Abort)] = TcpState.Closed,
        [(TcpState.Closing, TcpEvent.FinAcknowledged)] = TcpState.TimeWait,
        [(TcpState.Closing, TcpEvent.Abort)] = TcpState.Closed,
        [(TcpState.LastAck, TcpEvent.FinAcknowledged)] = TcpState.Closed,
        [(TcpState.LastAck, TcpEvent.Abort)] = TcpState.Closed,
        [(TcpState.TimeWait, TcpEvent.TimeWaitExpires)] = TcpState.Closed,
        [(TcpState.TimeWait, TcpEvent.Abort)] = TcpState.Closed,
    };

    [Fact]
    public void EveryCell_OfTheDiagram_IsAsInTheFigure()
    {
        foreach (TcpState state in Enum.GetValues<TcpState>())
        {
            foreach (TcpEvent happened in Enum.GetValues<TcpEvent>())
            {
                bool exists = TcpTransitions.TryNext(state, happened, out TcpState next);
                bool expected = Edges.TryGetValue((state, happened), out TcpState target);
                Assert.True(exists == expected, $"{state} + {happened}");
                Assert.True(!exists || next == target, $"{state} + {happened} -> {next}");
            }
        }
    }

    [Theory]
    [InlineData(TcpState.Closed, 1)]
    [InlineData(TcpState.Established, 5)]
    [InlineData(TcpState.TimeWait, 11)]
    [InlineData(TcpState.DeleteTcb, 12)]
    public void State_Number_IsThatOfTheMib(TcpState state, int number) => Assert.Equal(number, (int)state);
}
