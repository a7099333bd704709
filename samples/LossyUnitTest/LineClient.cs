using System.Text;

namespace LossyUnitTest;

/// <summary>The code under test: asks for one line over any stream, and gives up after a time. It knows nothing of the simulator.</summary>
public sealed class LineClient(Stream connection, TimeProvider time)
{
    /// <summary>Sends a question and returns the answer.</summary>
    public async Task<string> AskAsync(string question, TimeSpan patience)
    {
        using var giveUp = new CancellationTokenSource(patience, time);
        await connection.WriteAsync(Encoding.ASCII.GetBytes(question + "\n"), giveUp.Token);
        return await ReadLineAsync(connection, giveUp.Token);
    }

    /// <summary>Reads up to the end of the line.</summary>
    public static async Task<string> ReadLineAsync(Stream from, CancellationToken cancellation = default)
    {
        byte[] buffer = new byte[1000];
        int length = 0;
        while (length == 0 || buffer[length - 1] != '\n')
        {
            int count = await from.ReadAsync(buffer.AsMemory(length), cancellation);
            length += count > 0 ? count : throw new EndOfStreamException();
        }

        return Encoding.ASCII.GetString(buffer, 0, length - 1);
    }
}
