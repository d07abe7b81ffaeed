# Verifies a message by Mail::DKIM with the keys of a file: perl mail_dkim.pl KEYS MESSAGE
# Prints the selector and result of each signature.
use strict;
use warnings;
use Mail::DKIM::Verifier;
use Net::DNS;

package Keys {
    sub new { my ($class, %records) = @_; return bless {%records}, $class }

    sub send {
        my ($self, $name, $type) = @_;
        my $packet = Net::DNS::Packet->new($name, $type, 'IN');
        if (my $record = $self->{$name}) {
            my @strings = $record =~ /(.{1,255})/g;
            $packet->push(
                answer => Net::DNS::RR->new(owner => $name, type => 'TXT', txtdata => \@strings));
        }
        return $packet;
    }
    sub query { my $self = shift; return $self->send(@_) }
    sub errorstring { return 'NXDOMAIN' }
}

package main;

my ($keys, $message) = @ARGV;
my %records;
open my $known, '<', $keys or die "$keys: $!";
while (<$known>) {
    chomp;
    my ($name, $record) = split / /, $_, 2;
    $records{$name} = $record;
}
Mail::DKIM::DNS::resolver(Keys->new(%records));
my $verifier = Mail::DKIM::Verifier->new;
open my $mail, '<:raw', $message or die "$message: $!";
$verifier->load($mail);
printf "%s %s\n", $_->selector, $_->result_detail for $verifier->signatures;
